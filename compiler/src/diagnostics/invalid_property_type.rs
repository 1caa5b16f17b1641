//! A value of the wrong kind.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A value is of a kind that the property cannot take.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
///     timeout: 10m
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "structure", since = "0.1")]
pub struct InvalidPropertyType {
    /// The property.
    pub property: String,
    /// What it takes: ``an ISO 8601 duration such as `PT10M` ``.
    pub expected: String,
    /// What stands there: a list, text.
    pub found: String,
    /// The value.
    pub place: Place,
    /// The value as it was probably meant.
    pub meant: Option<String>,
}

impl Explain for InvalidPropertyType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` takes {}, not {}", self.property, self.expected, self.found)
    }

    fn details(&self, out: &mut Details) {
        if let Some(meant) = &self.meant {
            out.fix(format!("write `{meant}`"), self.place, meant);
        }
    }
}
