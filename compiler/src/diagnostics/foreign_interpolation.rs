//! The braces of another language.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A value is written in the braces of another language: `${{ }}`, `${ }` or `{ }`.
///
/// An expression is `{{ inputs.name }}`; everything else is printed as it is.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
///     defaults: World
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "Hello ${inputs.name} and {{ inputs.name }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "expressions", since = "0.1")]
pub struct ForeignInterpolation {
    /// As written.
    pub written: String,
    /// Where it stands.
    pub place: Place,
    /// As it is written here.
    pub instead: String,
}

impl Explain for ForeignInterpolation {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` belongs to another language; here an expression is `{}`", self.written, self.instead)
    }

    fn details(&self, out: &mut Details) {
        out.suggest("write it as an expression", self.place, &self.instead);
    }
}
