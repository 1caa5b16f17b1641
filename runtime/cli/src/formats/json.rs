//! One JSON document: for programs that read it whole. Its schema is `docs/diagnostics.schema.json`.

use std::io::{self, Write};

use report::{Applicability, Confidence, Diagnostic, Position, Severity};
use serde::Serialize;

use super::{At, Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "json", about: "one document for programs", write };

/// Grows when a reader of the last version could not read the next.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
}

/// A finding as programs see it.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    path: &'a str,
    start: Position,
    end: Position,
    labels: Vec<Label<'a>>,
    notes: &'a [String],
    fixes: Vec<Fix<'a>>,
    confidence: Confidence,
}

#[derive(Serialize)]
struct Label<'a> {
    path: &'a str,
    start: Position,
    end: Position,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    message: &'a str,
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    start: Position,
    end: Position,
    text: &'a str,
}

/// A finding as programs see it; `None` where its file is gone.
pub(super) fn finding<'a>(findings: &Findings<'a>, diagnostic: &'a Diagnostic) -> Option<Finding<'a>> {
    let At { path, start, end, .. } = findings.at(diagnostic.primary.place)?;
    let labels = diagnostic.secondary.iter().filter_map(|label| {
        let At { path, start, end, .. } = findings.at(label.place)?;
        Some(Label { path, start, end, message: &label.message })
    });
    let fixes = diagnostic.fixes.iter().map(|fix| {
        let edits = fix.edits.iter().filter_map(|edit| {
            let At { path, start, end, .. } = findings.at(edit.place)?;
            Some(Edit { path, start, end, text: &edit.text })
        });
        Fix { message: &fix.message, applicability: fix.applicability, edits: edits.collect() }
    });
    Some(Finding {
        code: diagnostic.code.name,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        path,
        start,
        end,
        labels: labels.collect(),
        notes: &diagnostic.notes,
        fixes: fixes.collect(),
        confidence: diagnostic.confidence,
    })
}

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let diagnostics = findings.iter().filter_map(|diagnostic| finding(findings, diagnostic)).collect();
    serde_json::to_writer_pretty(&mut *out, &Document { version: VERSION, diagnostics })?;
    writeln!(out)
}
