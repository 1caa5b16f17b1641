//! A jq program that cannot be read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A jq program cannot be read.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: data
///     type: JSON
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.data | jq('.a[') | first }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct JqSyntax {
    /// The program.
    pub place: Place,
    /// What is wrong with it.
    pub problem: String,
}

impl Explain for JqSyntax {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        self.problem.clone()
    }

    fn details(&self, out: &mut Details) {
        out.label("the program");
    }
}
