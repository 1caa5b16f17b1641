//! Colours, or none.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{LabelStyle, Severity as Drawn};
use codespan_reporting::term::WriteStyle;

use super::{Colours, Look};
use crate::Severity;
use crate::source::reference;

/// A part of a drawing with a look of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Severity(Severity),
    Strong,
    Gutter,
    Reason,
    Added,
    Removed,
}

impl Paint {
    fn escape(self) -> &'static str {
        match self {
            Self::Severity(Severity::Error) => "\x1b[1;31m",
            Self::Severity(Severity::Warning) => "\x1b[1;33m",
            Self::Severity(Severity::Info) => "\x1b[1;36m",
            Self::Severity(Severity::Hint) => "\x1b[1;32m",
            Self::Strong => "\x1b[1m",
            Self::Gutter | Self::Reason => "\x1b[34m",
            Self::Added => "\x1b[32m",
            Self::Removed => "\x1b[31m",
        }
    }
}

const RESET: &str = "\x1b[0m";

/// Writes a text with a paint.
pub(super) fn painted(look: &Look, paint: Paint, text: &str, out: &mut String) {
    match look.colours {
        Colours::None => out.push_str(text),
        Colours::Ansi => {
            out.push_str(paint.escape());
            out.push_str(text);
            out.push_str(RESET);
        }
    }
}

/// `error[name]`.
pub(super) fn heading(look: &Look, severity: Severity, code: &str, out: &mut String) {
    painted(look, Paint::Severity(severity), &format!("{}[{code}]", severity.word()), out);
}

/// A text as a link to a file, where the terminal follows links.
pub(super) fn linked(look: &Look, path: &str, text: &str) -> String {
    let Some(folder) = &look.links else { return text.to_owned() };
    let whole =
        if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", folder.trim_end_matches('/')) };
    format!("\x1b]8;;file://{}\x1b\\{text}\x1b]8;;\x1b\\", reference(&whole))
}

/// What the drawing library writes into.
pub(super) struct Canvas<'l> {
    pub(super) look: &'l Look,
    /// The severity of what is drawn; the library has other kinds.
    pub(super) severity: Severity,
    pub(super) bytes: Vec<u8>,
}

impl Canvas<'_> {
    fn paint(&mut self, paint: Paint) -> io::Result<()> {
        self.escape(paint.escape())
    }

    fn escape(&mut self, escape: &str) -> io::Result<()> {
        match self.look.colours {
            Colours::None => Ok(()),
            Colours::Ansi => self.bytes.write_all(escape.as_bytes()),
        }
    }
}

impl Write for Canvas<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Canvas<'_> {
    fn set_header(&mut self, _: Drawn) -> io::Result<()> {
        self.paint(Paint::Severity(self.severity))
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.paint(Paint::Strong)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.paint(Paint::Gutter)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.paint(Paint::Gutter)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.paint(Paint::Gutter)
    }

    fn set_label(&mut self, _: Drawn, style: LabelStyle) -> io::Result<()> {
        self.paint(match style {
            LabelStyle::Primary => Paint::Severity(self.severity),
            LabelStyle::Secondary => Paint::Reason,
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        self.escape(RESET)
    }
}
