//! `not` in front of a comparison.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// `not` binds tighter than every other operator.
///
/// `not a == b` is `(not a) == b`. Write `a != b`, `a is not empty`, or put the comparison in parentheses.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: dry
///     type: BOOL
///     defaults: false
///   - id: wet
///     type: BOOL
///     defaults: false
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     runIf: "{{ not inputs.dry == inputs.wet }}"
///     message: different
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "expressions", since = "0.1")]
pub struct NotPrecedence {
    /// From `not` to the operator's right side.
    pub place: Place,
    /// The operator behind.
    pub operator: &'static str,
}

impl Explain for NotPrecedence {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.operator {
            "==" | "equals" => "`not a == b` is `(not a) == b`; write `a != b`".to_owned(),
            "is" => "`not a is x` is `(not a) is x`; write `a is not x`".to_owned(),
            operator => format!("`not a {operator} b` is `(not a) {operator} b`; write `not (a {operator} b)`"),
        }
    }

    fn details(&self, out: &mut Details) {
        out.note("`not` binds tighter than every other operator");
    }
}
