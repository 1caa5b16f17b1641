//! A fallback that cannot work.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::expression::Uncatchable;

/// `??` stands behind an operator that fails by itself where something is missing.
///
/// `(outputs.a.n + 1) ?? 0` fails where `outputs.a` is missing; `(outputs.a.n ?? 0) + 1` does not.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: amount
///     type: INT
///     required: false
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ (inputs.amount + 1) ?? 0 }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "types", since = "0.1")]
pub struct CoalesceCannotCatch {
    /// From the left side to the right.
    pub place: Place,
    /// What fails.
    pub what: Uncatchable,
}

impl Explain for CoalesceCannotCatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.what {
            Uncatchable::Operator(operator) => format!(
                "where something is missing `{operator}` fails, and `??` does not catch that; guard its operands"
            ),
            Uncatchable::Function(function) => {
                format!("where `{function}()` finds nothing it fails, and `??` does not catch that")
            }
        }
    }

    fn details(&self, out: &mut Details) {
        match self.what {
            Uncatchable::Operator(operator) => {
                out.note(format!("write `(a ?? 0) {operator} b` instead of `(a {operator} b) ?? 0`"));
            }
            Uncatchable::Function("kv") => {
                out.note("`kv('key', errorOnMissing=false)` gives null instead");
            }
            Uncatchable::Function(_) => {}
        }
    }
}
