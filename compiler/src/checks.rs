//! What is looked for, by area: each area walks the ast or the ir and reports what it finds.
//!
//! To add a diagnostic, write `diagnostics/<name>.rs`, list it in [`crate::diagnostics::ALL`], and find it in the
//! area it belongs to; an area is a file here and a line in [`flow`] or [`app`].

mod apps;
mod bounds;
mod conditions;
mod conflicts;
mod control;
mod date_patterns;
mod defaults;
mod documents;
mod duplicates;
mod edition;
mod encodings;
mod expressions;
mod habits;
mod implicit;
mod inputs;
mod labels;
mod listeners;
mod literals;
mod loops;
mod named;
mod outputs;
mod payloads;
mod policies;
mod references;
mod results;
mod schedules;
mod scripts;
mod security;
mod structure;
mod subflows;
mod taint;
mod texts;
mod triggers;
mod unused;
mod values;
mod variables;

use catalog::Catalog;
use report::{Place, Report, Severity, Span};

use crate::graph::Graph;
use crate::index::Index;
use crate::ir;
use crate::prepare::{Prepared, VersionBy};
use crate::settings::Settings;

/// What every check can ask.
#[derive(Clone, Copy)]
pub(crate) struct Base<'a> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) index: &'a Index,
    pub(crate) settings: &'a Settings,
    pub(crate) catalog: &'a Catalog,
}

impl Base<'_> {
    /// A span as a place in the file that is checked.
    pub(crate) fn place(&self, span: Span) -> Place {
        self.prepared.source.place(span)
    }

    /// Whether something is wrong with the letters of a text already: what they say is then not looked at.
    pub(crate) fn is_garbled(&self, span: Span) -> bool {
        self.prepared.problems.iter().any(|problem| span.touches(problem.primary.place.span.start as usize))
    }

    /// How bad it is that newer versions refuse something: an error where the settings say that the file is for one.
    pub(crate) fn severity_of_refusal(&self) -> Severity {
        match self.prepared.version_by {
            VersionBy::Settings => Severity::Error,
            VersionBy::Constructs => Severity::Warning,
        }
    }

    /// The lines a span touches, with the line break behind them.
    pub(crate) fn line(&self, span: Span) -> Place {
        let text = &self.prepared.source.text;
        let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end as usize..].find('\n').map_or(text.len(), |at| span.end as usize + at + 1);
        self.place(Span::new(start, end))
    }
}

/// What checks of a flow can ask.
#[derive(Clone, Copy)]
pub(crate) struct FlowCheck<'a> {
    pub(crate) base: Base<'a>,
    pub(crate) flow: &'a ir::Flow,
    pub(crate) graph: &'a Graph,
}

/// What checks of an app can ask.
#[derive(Clone, Copy)]
pub(crate) struct AppCheck<'a> {
    pub(crate) base: Base<'a>,
    pub(crate) app: &'a ir::App,
}

/// All checks of a flow.
pub(crate) fn flow(check: &FlowCheck<'_>, report: &mut Report) {
    documents::check(check.base, report);
    structure::check(check, report);
    labels::check(check, report);
    conflicts::check(check, report);
    defaults::check(check, report);
    control::check(check, report);
    implicit::check(check, report);
    inputs::check(check, report);
    loops::check(check, report);
    outputs::check(check, report);
    references::check(check, report);
    variables::check(check, report);
    expressions::check(check, report);
    date_patterns::check(check, report);
    literals::check(check, report);
    named::check(check, report);
    encodings::check(check, report);
    conditions::check(check, report);
    texts::check(check, report);
    results::check(check, report);
    subflows::check(check, report);
    duplicates::check(check, report);
    listeners::check(check, report);
    triggers::check(check, report);
    schedules::check(check, report);
    payloads::check(check, report);
    scripts::check(check, report);
    unused::check(check, report);
    habits::check(check, report);
    security::check(check, report);
    taint::check(check, report);
    policies::check(check.base, &check.flow.ast.object, report);
}

/// All checks of an app.
pub(crate) fn app(check: &AppCheck<'_>, report: &mut Report) {
    documents::check(check.base, report);
    expressions::check_app(check, report);
    date_patterns::check_app(check, report);
    literals::check_app(check, report);
    references::check_app(check, report);
    duplicates::check_app(check, report);
    structure::check_app(check, report);
    apps::check(check, report);
    policies::check(check.base, &check.app.ast.object, report);
}
