//! One JSON object a line: for programs that read findings as they come. Each is an entry of the JSON document.

use std::io::{self, BufWriter, Write};

use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "jsonl", about: "one JSON object a line", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    for diagnostic in findings.iter() {
        serde_json::to_writer(&mut out, &report::json::finding(findings, diagnostic))?;
        writeln!(out)?;
    }
    out.flush()
}
