//! Markdown on a terminal: headings bold, code set off, the rest as it was written.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

/// Writes a text; colours are taken out later where the terminal has none.
pub(crate) fn write(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let heading = Style::new().bold();
    let code = AnsiColor::Cyan.on_default();
    let mut inside = false;
    for line in text.trim_end().lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            writeln!(out, "    {code}{line}{code:#}")?;
        } else if let Some(title) = line.strip_prefix('#') {
            writeln!(out, "{heading}{}{heading:#}", title.trim_start_matches('#').trim_start())?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
