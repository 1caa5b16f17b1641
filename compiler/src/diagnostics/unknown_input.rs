//! An input that nobody declares.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// Something names an input that is not declared.
///
/// Where expressions read it, the task fails; what a trigger or subflow passes under such a name is dropped.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// inputs:
///   - id: user
///     type: STRING
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "hello {{ inputs.user }} {{ inputs.usr }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct UnknownInput {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What is declared.
    pub declared: Vec<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for UnknownInput {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        if self.declared.contains(&self.name) {
            format!("an input with dots in its name nests: read `inputs.{}`", self.name)
        } else if self.declared.is_empty() {
            format!("no input `{}`: none is declared", self.name)
        } else {
            format!("no input `{}`; declared: {}", self.name, words::list(&self.declared))
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
