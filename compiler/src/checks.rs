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
mod links;
mod listeners;
mod literals;
mod loops;
mod moments;
mod named;
mod outputs;
mod payloads;
mod policies;
mod references;
mod results;
mod schedules;
mod scripts;
mod security;
mod store_keys;
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

use crate::ast::Content;
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

    /// Whether something stands on a line that cannot be read, or on the one below or above.
    pub(crate) fn is_beside_garbled(&self, span: Span) -> bool {
        let line = |span: Span| self.prepared.source.position(span.start as usize).line;
        self.prepared
            .problems
            .iter()
            .filter(|problem| problem.code.name == "yaml-syntax")
            .any(|problem| line(problem.primary.place.span).abs_diff(line(span)) <= 1)
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

impl FlowCheck<'_> {
    /// Whether everything that a section of the flow declares was read: it is there once, and a list or map as it
    /// should be, without anything broken in it.
    pub(crate) fn is_read(&self, section: &str) -> bool {
        let mut sections = self.flow.ast.object.properties.iter().filter(|property| property.name() == section);
        let Some(property) = sections.next() else { return true };
        let is_whole = match &property.value.content {
            Content::List(_) | Content::Missing => true,
            Content::Map(_) => section == "variables",
            Content::Object(_) | Content::Scalar(_) => false,
        };
        is_whole && sections.next().is_none() && !self.base.is_garbled(property.value.span) && !self.is_twice(section)
    }

    /// Whether a section is there twice, so that only one of them was read.
    fn is_twice(&self, section: &str) -> bool {
        let problems = &self.base.prepared.problems;
        problems.iter().any(|problem| {
            problem.code.name == "yaml-duplicate-key"
                && self.base.prepared.source.slice(problem.primary.place.span) == section
        })
    }
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
    scripts::check(check, report);
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
    links::check(check, report);
    listeners::check(check, report);
    triggers::check(check, report);
    schedules::check(check, report);
    moments::check(check, report);
    store_keys::check(check, report);
    payloads::check(check, report);
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
