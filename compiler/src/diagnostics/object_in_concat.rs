//! A list or map that becomes text in Java's way.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A list or map is joined with text, and prints as Java does: `{name=Ada}` instead of JSON.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: tags
///     type: ARRAY
///     itemType: STRING
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ 'tags: ' ~ inputs.tags }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "types", since = "0.1")]
pub struct ObjectInConcat {
    /// The list or map.
    pub place: Place,
    /// Whether it is a list.
    pub list: bool,
    /// What it is in parentheses, as JSON: `(inputs.tags | toJson)`.
    pub instead: Option<String>,
}

impl Explain for ObjectInConcat {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let (what, form) = if self.list { ("list", "[a, b]") } else { ("map", "{k=v}") };
        format!("a {what} joined with text prints as `{form}`, which is no JSON; add `| toJson`")
    }

    fn details(&self, out: &mut Details) {
        if let Some(instead) = &self.instead {
            out.suggest("write it as JSON", self.place, instead);
        }
    }
}
