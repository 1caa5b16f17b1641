//! Every finding drawn over its source: for people.

use std::io::{self, Write};

use super::{Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "full", about: "drawn over the source", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    out.write_all(super::full(findings).as_bytes())
}
