//! JUnit's XML: one suite a file, one failed case a finding, one passed case for a file without any.

use std::io::{self, Write};

use report::Severity;

use super::xml::escape;
use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "junit", about: "test reports", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let cases: usize = findings.reports().iter().map(|report| report.diagnostics.len().max(1)).sum();
    let failures: usize = findings.iter().filter(|finding| fails(finding.severity)).count();
    writeln!(out, "<testsuites name=\"lanner\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">")?;
    for report in findings.reports() {
        let path = escape(&report.path);
        let tests = report.diagnostics.len().max(1);
        let failures = report.diagnostics.iter().filter(|finding| fails(finding.severity)).count();
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\">"
        )?;
        if report.diagnostics.is_empty() {
            writeln!(out, "    <testcase name=\"{path}\" classname=\"{path}\" time=\"0\"/>")?;
        }
        for finding in &report.diagnostics {
            let Some(at) = findings.at(finding.primary.place) else { continue };
            let name = format!("{}:{}:{}", finding.code.name, at.start.line, at.start.column);
            write!(out, "    <testcase name=\"{}\" classname=\"{path}\" time=\"0\">", escape(&name))?;
            let text = escape(&finding.message);
            if fails(finding.severity) {
                let kind = finding.severity.word();
                let place = escape(&format!("{}:{}:{}", at.path, at.start.line, at.start.column));
                write!(out, "<failure type=\"{kind}\" message=\"{text}\">{place}</failure>")?;
            } else {
                write!(out, "<system-out>{text}</system-out>")?;
            }
            writeln!(out, "</testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// Infos and hints are told, and fail nobody's build.
fn fails(severity: Severity) -> bool {
    match severity {
        Severity::Error | Severity::Warning => true,
        Severity::Info | Severity::Hint => false,
    }
}
