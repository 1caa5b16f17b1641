//! A check whose condition is no boolean.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// The condition of a check is no boolean, and counts as failed.
///
/// Unlike the condition of a task it is not turned into text first: it has to be one expression that is true or false.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
/// checks:
///   - condition: "{{ inputs.name }}"
///     when: "{{ true }}"
///     message: a name is needed
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.name }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct ConditionNotBoolean {
    /// The condition.
    pub place: Place,
    /// What it is, in words.
    pub found: String,
}

impl Explain for ConditionNotBoolean {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("this condition has to be true or false, and is {}: it counts as failed", self.found)
    }

    fn details(&self, out: &mut Details) {
        out.note("compare it, or ask with `is not empty`; nothing may stand around the expression");
    }
}
