//! A constant part that can only fail.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A part of an expression is the same in every execution, and fails.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ 'ten' | number }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct ExpressionAlwaysFails {
    /// The part.
    pub place: Place,
    /// Why it fails.
    pub problem: String,
}

impl Explain for ExpressionAlwaysFails {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("this can only fail: {}", self.problem)
    }

    fn details(&self, out: &mut Details) {
        out.note("nothing it is made of depends on an execution");
    }
}
