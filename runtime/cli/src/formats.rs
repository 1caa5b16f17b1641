//! How findings are written: for people, for machines, for the services that run CI.

mod concise;
mod json;

use std::io::{self, Write};
use std::sync::Arc;

use compiler::{FileReport, Workspace};
use report::{Diagnostic, Place, Severity, Source};

/// What was found, in the order in which it is told.
pub(crate) struct Findings<'a> {
    workspace: &'a Workspace,
    reports: &'a [Arc<FileReport>],
}

/// A way to write findings.
pub(crate) struct Format {
    /// Its name behind `--format`.
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) about: &'static str,
    /// Writes all findings.
    pub(crate) write: fn(&mut dyn Write, &Findings<'_>) -> io::Result<()>,
}

/// Every format, by name.
pub(crate) const ALL: &[Format] = &[concise::FORMAT, json::FORMAT];

/// The formats with what they are for, for `--help`.
pub(crate) fn list() -> String {
    let entries: Vec<String> = ALL.iter().map(|format| format!("{} ({})", format.name, format.about)).collect();
    entries.join(", ")
}

impl<'a> Findings<'a> {
    /// The findings of reports that are sorted by path.
    pub(crate) fn new(workspace: &'a Workspace, reports: &'a [Arc<FileReport>]) -> Self {
        Self { workspace, reports }
    }

    /// Every finding: by path, then by place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a Diagnostic> {
        self.reports.iter().flat_map(|report| &report.diagnostics)
    }

    /// The text in which a place lies.
    pub(crate) fn source(&self, place: Place) -> Option<&'a Source> {
        self.workspace.source(place.file)
    }
}

/// The word for a severity, as it stands in every format.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Hint => "hint",
    }
}
