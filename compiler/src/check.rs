//! One file against what all files say of themselves: findings, and the plan where there is nothing wrong.

use std::sync::Arc;

use catalog::Catalog;
use report::{Diagnostic, Report, Severity};

use crate::analysis::{Analysis, analyze};
use crate::checks;
use crate::flatten::{flatten, flatten_app};
use crate::index::Index;
use crate::prepare::Prepared;
use crate::settings::Settings;
use crate::suppression;
use crate::unit::{FileKind, FileReport, Unit};

/// What is wanted of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What is wrong with it.
    Findings,
    /// That, and what it is compiled to.
    Unit,
}

/// Checks a file that was read, against what others say of themselves.
pub(crate) fn check(
    prepared: &Prepared,
    index: &Index,
    settings: &Settings,
    catalog: &Catalog,
    wanted: Wanted,
) -> FileReport {
    let mut report = Report::default();
    prepared.problems.iter().for_each(|problem| report.add(problem.clone()));
    let base = checks::Base { prepared, index, settings, catalog };
    let unit = match analyze(prepared, index) {
        Analysis::Flow { flow, graph } => {
            checks::flow(&checks::FlowCheck { base, flow: &flow, graph: &graph }, &mut report);
            let flatten = || flatten(&flow, &graph, &prepared.source).map(|plan| Unit::Flow(Arc::new(plan)));
            if wanted == Wanted::Unit { flatten() } else { None }
        }
        Analysis::App(app) => {
            checks::app(&checks::AppCheck { base, app: &app }, &mut report);
            let flatten = || Unit::App(Arc::new(flatten_app(&app, &prepared.source)));
            (wanted == Wanted::Unit).then(flatten)
        }
        Analysis::Other => None,
    };
    let found = match prepared.kind {
        FileKind::Flow | FileKind::App => suppression::apply(prepared, settings, report.finish()),
        // Of a text that is too large to be read nobody knows what it holds.
        FileKind::Other => report.finish().into_iter().filter(|it| it.code.name == "yaml-limit").collect(),
    };
    let mut given = Vec::new();
    if let (false, Some(root)) = (settings.plugin_defaults.is_empty(), prepared.tree.root()) {
        crate::read::defaults::places(root, &mut given);
    }
    let level = |mut diagnostic: Diagnostic| {
        // What the settings give is mended there.
        diagnostic.fixes.retain(|fix| fix.edits.iter().all(|edit| !given.contains(&edit.place.span)));
        if given.contains(&diagnostic.primary.place.span) {
            diagnostic.notes.push("`plugin-defaults` of the settings give it to this type".to_owned());
        }
        let severity = settings.severity(diagnostic.code, &prepared.source.path, diagnostic.severity)?;
        Some(Diagnostic { severity, ..diagnostic })
    };
    let diagnostics: Vec<Diagnostic> = found.into_iter().filter_map(level).collect();
    let refused = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    FileReport {
        file: prepared.source.file,
        path: prepared.source.path.clone(),
        kind: prepared.kind,
        version: prepared.version,
        diagnostics,
        unit: unit.filter(|_| !refused),
    }
}
