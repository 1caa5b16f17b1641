//! Braces inside an expression.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// `{{ }}` stands in a text inside an expression, where it is printed as it is.
///
/// Names can be used directly: `outputs.fetch[taskrun.value].body`.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
///     defaults: World
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ 'Hello {{ inputs.name }}' ~ inputs.name }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct NestedExpression {
    /// The text with the braces.
    pub place: Place,
    /// What to write instead of it.
    pub instead: Option<String>,
}

impl Explain for NestedExpression {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.instead {
            Some(instead) => format!("this is already inside an expression; use `{instead}`"),
            None => "this is already inside an expression: braces in a text are not evaluated".to_owned(),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.instead {
            Some(instead) => out.suggest("drop the inner braces", self.place, instead),
            None => out.note("join texts with `~`: `'Hello ' ~ inputs.name`"),
        };
    }
}
