//! The Reviewdog diagnostic format, with suggestions that a reviewer can apply.
//!
//! Shape: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io::{self, Write};

use report::{Diagnostic, Severity};
use serde_json::{Value, json};

use super::{At, Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "rdjson", about: "comments through reviewdog", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let diagnostics: Vec<Value> = findings.iter().filter_map(|finding| diagnostic(findings, finding)).collect();
    let document = json!({ "source": { "name": "lanner" }, "diagnostics": diagnostics });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn diagnostic(findings: &Findings<'_>, finding: &Diagnostic) -> Option<Value> {
    let at = findings.at(finding.primary.place)?;
    let edits = finding.fixes.iter().filter(|fix| fix.edits.len() == 1).flat_map(|fix| &fix.edits);
    let suggestions = edits.filter(|edit| edit.place.file == finding.primary.place.file).filter_map(|edit| {
        let at = findings.at(edit.place)?;
        Some(json!({ "range": range(findings, &at), "text": edit.text }))
    });
    Some(json!({
        "message": finding.message,
        "location": { "path": at.path, "range": range(findings, &at) },
        "severity": severity(finding.severity),
        "code": { "value": finding.code.name },
        "suggestions": suggestions.collect::<Vec<_>>(),
    }))
}

/// Lines from 1, columns from 1 in bytes of UTF-8, as the format asks.
fn range(findings: &Findings<'_>, at: &At<'_>) -> Value {
    let position = |position: report::Position| {
        let line = findings.line_start(at.file, position.line);
        json!({ "line": position.line, "column": position.byte - line + 1 })
    };
    json!({ "start": position(at.start), "end": position(at.end) })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Hint => "INFO",
    }
}
