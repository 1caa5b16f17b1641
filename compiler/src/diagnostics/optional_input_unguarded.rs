//! An optional input where null fails.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An input that may be null is used where null fails.
///
/// Printing null is fine: it prints nothing. Reading a property of it, calculating with it and looping over it fail.
///
/// ```yaml hint
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: amount
///     type: INT
///     required: false
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.amount + 1 }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "inputs", since = "0.1")]
pub struct OptionalInputUnguarded {
    /// What is read: `inputs.amount`.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// Where the input is declared.
    pub input_place: Place,
}

impl Explain for OptionalInputUnguarded {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` may be null, and this then fails; guard it with `?? …`", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.input_place, "optional, and without a default");
    }
}
