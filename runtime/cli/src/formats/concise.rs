//! One line a finding: for pipes, and for editors that jump to `path:line:column`.

use std::io::{self, Write};

use super::{Findings, Format, severity};

pub(crate) const FORMAT: Format = Format { name: "concise", about: "one line a finding", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    for finding in findings.iter() {
        let Some(source) = findings.source(finding.primary.place) else { continue };
        let start = source.position(finding.primary.place.span.start as usize);
        let (path, line, column) = (&source.path, start.line, start.column);
        let level = severity(finding.severity);
        writeln!(out, "{path}:{line}:{column}: {level}[{}]: {}", finding.code.name, finding.message)?;
    }
    Ok(())
}
