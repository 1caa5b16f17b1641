//! A flow variable that is printed as it is written.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A `vars.…` holds an expression and is used without `render()`.
///
/// Variables are handed on as they are written: braces and all. `render(vars.greeting)` evaluates them.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
///     defaults: World
/// variables:
///   greeting: "Hello {{ inputs.name }}"
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ vars.greeting }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct VariableNeedsRender {
    /// What is read: `vars.greeting`.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// The expression in the variable.
    pub value_place: Place,
}

impl Explain for VariableNeedsRender {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{0}` holds an expression and is used unrendered; use `render({0})`", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.value_place, "this is handed on as it is written");
        out.fix("render it", self.place, format!("render({})", self.path));
    }
}
