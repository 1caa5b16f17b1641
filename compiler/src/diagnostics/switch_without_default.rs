//! A `Switch` that fails on a value nobody thought of.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A `Switch` over a value that can be anything has no `defaults`.
///
/// A value without a case and without `defaults` fails the task: `No task found`.
///
/// ```yaml warning
/// id: answer
/// namespace: company.team
/// inputs:
///   - id: topic
///     type: STRING
/// tasks:
///   - id: by_topic
///     type: io.kestra.plugin.core.flow.Switch
///     value: "{{ inputs.topic }}"
///     cases:
///       billing:
///         - id: billing
///           type: io.kestra.plugin.core.log.Log
///           message: to the accountants
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "control", since = "0.1")]
pub struct SwitchWithoutDefault {
    /// Where the id of the switch stands.
    pub place: Place,
    /// Where its value stands.
    pub value_place: Place,
    /// The values that have a case.
    pub cases: Vec<String>,
    /// The values of a selection that have none.
    pub missing: Vec<String>,
    /// Where the cases stand.
    pub cases_place: Place,
}

impl Explain for SwitchWithoutDefault {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        if self.missing.is_empty() {
            format!("any value other than {} fails this task", words::list(&self.cases))
        } else {
            format!("no case for {}, which fails this task", words::list(&self.missing))
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.value_place, "this can be anything else");
        out.secondary(self.cases_place, "the cases, and no `defaults`");
        out.note("add `defaults` with what should happen then");
    }
}
