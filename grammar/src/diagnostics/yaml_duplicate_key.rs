//! The same key twice in one mapping.

use macros::Diagnostic;
use report::{Details, Explain, Place, Source};

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
}

impl YamlDuplicateKey {
    /// The second of two entries with the same key.
    pub(crate) fn new(source: &Source, first: &Entry, second: &Entry) -> Self {
        Self {
            place: source.place(second.key.span),
            first: source.place(first.key.span),
            first_line: source.position(first.key.span.start as usize).line,
            name: second.name().unwrap_or_default().to_owned(),
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
    }
}
