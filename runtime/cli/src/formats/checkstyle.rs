//! The XML of Checkstyle, which Jenkins and many other services read.

use std::io::{self, Write};

use report::Severity;

use super::xml::escape;
use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "checkstyle", about: "XML for Jenkins and others", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for report in findings.reports() {
        if report.diagnostics.is_empty() {
            continue;
        }
        writeln!(out, "  <file name=\"{}\">", escape(&report.path))?;
        for finding in &report.diagnostics {
            let Some(at) = findings.at(finding.primary.place) else { continue };
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"lanner.{}\"/>",
                at.start.line,
                at.start.column,
                severity(finding.severity),
                escape(&finding.message),
                escape(finding.code.name)
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "info",
    }
}
