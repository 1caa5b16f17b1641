//! Workflow commands that GitHub Actions turns into annotations on the lines of a pull request.

use std::io::{self, Write};

use report::Severity;

use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "github", about: "annotations in GitHub Actions", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    for finding in findings.iter() {
        let Some(at) = findings.at(finding.primary.place) else { continue };
        let (start, end) = (at.start, at.end);
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        write!(out, "::{level} title={},file={},", property(finding.code.name), property(at.path))?;
        write!(out, "line={},endLine={}", start.line, end.line)?;
        // GitHub takes columns only within one line, and counts the end in.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column.saturating_sub(1).max(start.column))?;
        }
        let text = std::iter::once(&finding.message).chain(&finding.notes).map(String::as_str);
        writeln!(out, "::{}", data(&text.collect::<Vec<_>>().join("\n")))?;
    }
    Ok(())
}

/// Escapes what follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100 %\na: b, c"), "100 %25%0Aa: b, c");
        assert_eq!(property("a,b:c.yaml"), "a%2Cb%3Ac.yaml");
    }
}
