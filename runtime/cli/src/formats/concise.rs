//! One line a finding: for pipes, and for editors that jump to `path:line:column`.

use std::io::{self, Write};

use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "concise", about: "one line a finding", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let mut text = String::new();
    for finding in findings.iter() {
        report::render::concise(findings, finding, findings.look(), &mut text);
    }
    out.write_all(text.as_bytes())
}
