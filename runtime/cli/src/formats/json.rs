//! One JSON document: for programs that read it whole. Its schema is `docs/schemas/diagnostics.json`.

use std::io::{self, BufWriter, Write};

use report::json::{Document, VERSION};
use serde::{Serialize, Serializer};

use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "json", about: "one document for programs", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    // Thousands of small pieces: they are gathered here, where that costs no call.
    let mut out = BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer_pretty(&mut out, &Document { version: VERSION, diagnostics: OneByOne(findings) })?;
    writeln!(out)?;
    out.flush()
}

/// Findings that take their form when they are written, so that many of them take no memory.
struct OneByOne<'a>(&'a Findings<'a>);

impl Serialize for OneByOne<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|diagnostic| report::json::finding(self.0, diagnostic)))
    }
}
