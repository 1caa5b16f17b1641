//! A key taken from what has none.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A property is read of a text, number, boolean, date or list.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.name.first }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct PropertyOfScalar {
    /// The property as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What it is read of, as it is written, where that is a path.
    pub of: Option<(String, Place)>,
    /// What that is, in words.
    pub found: String,
    /// Whether it is text, which may hold JSON.
    pub is_text: bool,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for PropertyOfScalar {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let of = self.of.as_ref().map_or_else(|| "this".to_owned(), |(path, _)| format!("`{path}`"));
        format!("{of} is {} and has no property `{}`", self.found, self.name)
    }

    fn details(&self, out: &mut Details) {
        if self.guarded {
            out.severity(Severity::Warning);
        }
        if let Some((path, place)) = self.of.as_ref().filter(|_| self.is_text) {
            out.note(format!("if it holds JSON, read it first: `fromJson({path}).{}`", self.name));
            out.suggest("read it as JSON", *place, format!("fromJson({path})"));
        }
    }
}
