//! One JSON document: for programs that read it whole. Its schema is `docs/diagnostics.schema.json`.

use std::io::{self, Write};

use report::json::{Document, VERSION};

use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "json", about: "one document for programs", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let diagnostics = findings.iter().map(|diagnostic| report::json::finding(findings, diagnostic)).collect();
    serde_json::to_writer_pretty(&mut *out, &Document { version: VERSION, diagnostics })?;
    writeln!(out)
}
