//! How findings are written: for people, for machines, for the services that run CI.

mod checkstyle;
mod concise;
mod full;
mod github;
mod gitlab;
mod json;
mod jsonl;
mod junit;
mod rdjson;
mod sarif;
mod xml;

pub(crate) use xml::escape;

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use compiler::{FileReport, Workspace};
use report::render::Look;
use report::{Diagnostic, FileId, Files, Place, Position, Source};

use crate::fingerprint;

/// What was found, in the order in which it is told.
pub(crate) struct Findings<'a> {
    workspace: &'a Workspace,
    reports: &'a [Arc<FileReport>],
    look: Look,
}

impl Files for Findings<'_> {
    fn file(&self, file: FileId) -> Option<&Source> {
        self.workspace.source(file)
    }
}

/// A place as people count it.
pub(crate) struct At<'a> {
    pub(crate) file: FileId,
    /// Relative to the working directory, with `/`.
    pub(crate) path: &'a str,
    pub(crate) start: Position,
    pub(crate) end: Position,
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
pub(crate) const ALL: &[Format] = &[
    checkstyle::FORMAT,
    concise::FORMAT,
    full::FORMAT,
    github::FORMAT,
    gitlab::FORMAT,
    json::FORMAT,
    jsonl::FORMAT,
    junit::FORMAT,
    rdjson::FORMAT,
    sarif::FORMAT,
];

/// The formats with what they are for, for `--help`.
pub(crate) fn list() -> String {
    let entries: Vec<String> = ALL.iter().map(|format| format!("{} ({})", format.name, format.about)).collect();
    entries.join(", ")
}

/// Every finding drawn over its source, for commands that say more than findings.
pub(crate) fn full(findings: &Findings<'_>) -> String {
    let mut text = String::new();
    for finding in findings.iter() {
        report::render::full(findings, finding, findings.look(), &mut text);
    }
    text
}

impl<'a> Findings<'a> {
    /// The findings of reports that are sorted by path.
    pub(crate) fn new(workspace: &'a Workspace, reports: &'a [Arc<FileReport>], look: Look) -> Self {
        Self { workspace, reports, look }
    }

    /// How findings for people should look.
    pub(crate) fn look(&self) -> &Look {
        &self.look
    }

    /// Every finding: by path, then by place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a Diagnostic> {
        self.reports.iter().flat_map(|report| &report.diagnostics)
    }

    /// What was found in each file, sorted by path.
    pub(crate) fn reports(&self) -> &'a [Arc<FileReport>] {
        self.reports
    }

    /// Every finding with a name that outlives edits elsewhere, numbered where several have the same.
    pub(crate) fn with_fingerprints(&self) -> impl Iterator<Item = (&'a Diagnostic, String)> {
        let mut seen: HashMap<String, u32> = HashMap::new();
        let (workspace, all) = (self.workspace, self.iter());
        all.map(move |finding| {
            let name = fingerprint::fingerprint(workspace, finding);
            let count = seen.entry(name.clone()).or_default();
            *count += 1;
            (finding, format!("{name}-{count}"))
        })
    }

    /// A place as people count it; `None` where its file is gone.
    pub(crate) fn at(&self, place: Place) -> Option<At<'a>> {
        let source = self.source(place)?;
        let position = |offset: u32| source.position(offset as usize);
        let (start, end) = (position(place.span.start), position(place.span.end));
        Some(At { file: place.file, path: &source.path, start, end })
    }

    /// The byte at which a line starts, lines counted from 1.
    pub(crate) fn line_start(&self, file: FileId, line: u32) -> u32 {
        let start = self.workspace.source(file).and_then(|source| source.line_start(line as usize - 1));
        start.and_then(|start| u32::try_from(start).ok()).unwrap_or_default()
    }

    /// The text in which a place lies.
    pub(crate) fn source(&self, place: Place) -> Option<&'a Source> {
        self.workspace.source(place.file)
    }
}
