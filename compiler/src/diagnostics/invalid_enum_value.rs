//! A word that is none of those accepted.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A property takes one of a few words, and another is written.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
///     level: WARNING
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "structure", since = "0.1")]
pub struct InvalidEnumValue {
    /// The property.
    pub property: String,
    /// The word as written.
    pub value: String,
    /// Where it stands.
    pub place: Place,
    /// The words that are accepted.
    pub accepted: Vec<String>,
    /// The word that was probably meant.
    pub nearest: Option<String>,
}

impl Explain for InvalidEnumValue {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let Self { property, value, .. } = self;
        format!("`{property}` cannot be `{value}`; it is one of {}", words::list(&self.accepted))
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            let same = nearest.eq_ignore_ascii_case(&self.value);
            let write = format!("write `{nearest}`");
            if same {
                out.fix(write, self.place, nearest)
            } else {
                out.suggest(write, self.place, nearest)
            };
        }
    }
}
