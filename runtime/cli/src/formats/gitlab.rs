//! The Code Quality report that GitLab shows in a merge request.
//!
//! Shape: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use report::Severity;
use serde_json::{Value, json};

use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "gitlab", about: "Code Quality in GitLab", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let issue = |(finding, fingerprint): (&report::Diagnostic, String)| -> Option<Value> {
        let at = findings.at(finding.primary.place)?;
        Some(json!({
            "description": finding.message,
            "check_name": finding.code.name,
            "fingerprint": fingerprint,
            "severity": severity(finding.severity),
            "location": {
                "path": at.path,
                "positions": {
                    "begin": { "line": at.start.line, "column": at.start.column },
                    "end": { "line": at.end.line, "column": at.end.column },
                },
            },
        }))
    };
    let issues: Vec<Value> = findings.with_fingerprints().filter_map(issue).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Hint => "info",
    }
}
