//! The same key twice in one mapping.

use macros::Diagnostic;
use report::{Details, Explain, Place, Source, Span};

use crate::yaml::Entry;

/// The same key stands twice in one mapping.
///
/// Kestra refuses such a file; readers that do not would silently take the second value.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// description: Says hello
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// description: Says hello to everyone
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "yaml", since = "0.1")]
pub struct YamlDuplicateKey {
    place: Place,
    first: Place,
    first_line: u32,
    name: String,
    lines: Option<Place>,
}

impl YamlDuplicateKey {
    /// The second of two entries with the same key.
    pub(crate) fn new(source: &Source, first: &Entry, second: &Entry) -> Self {
        Self {
            place: source.place(second.key.span),
            first: source.place(first.key.span),
            first_line: source.position(first.key.span.start as usize).line,
            name: second.name().unwrap_or_default().to_owned(),
            lines: lines(source, second).map(|span| source.place(span)),
        }
    }
}

impl Explain for YamlDuplicateKey {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("key `{}` is already defined on line {}", self.name, self.first_line)
    }

    fn details(&self, out: &mut Details) {
        out.label("defined again").secondary(self.first, "first defined here");
        out.note("remove one of them, or give it another name");
        if let Some(lines) = self.lines {
            out.suggest("remove the second", lines, "");
        }
    }
}

/// The lines of an entry, where it has them for itself.
fn lines(source: &Source, entry: &Entry) -> Option<Span> {
    let span = entry.span().range();
    let start = source.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let alone = source.text[start..span.start].trim().is_empty();
    let rest = &source.text[span.end..];
    let end = rest.find('\n').map_or(source.text.len(), |at| span.end + at + 1);
    let behind = source.text[span.end..end].trim();
    (alone && (behind.is_empty() || behind.starts_with('#'))).then(|| Span::new(start, end))
}
