//! One JSON object a line: for programs that read findings as they come. Each is an entry of the JSON document.

use std::io::{self, Write};

use super::{Findings, Format, json};

pub(crate) const FORMAT: Format = Format { name: "jsonl", about: "one JSON object a line", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    for finding in findings.iter().filter_map(|diagnostic| json::finding(findings, diagnostic)) {
        serde_json::to_writer(&mut *out, &finding)?;
        writeln!(out)?;
    }
    Ok(())
}
