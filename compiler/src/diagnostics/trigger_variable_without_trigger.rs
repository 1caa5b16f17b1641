//! What a trigger gives, in a flow that has none.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// `trigger.…` is read in a flow that has no trigger.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ trigger.date }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "triggers", since = "0.1")]
pub struct TriggerVariableWithoutTrigger {
    /// What is read.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for TriggerVariableWithoutTrigger {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` does not exist: this flow has no trigger", self.path)
    }

    fn details(&self, out: &mut Details) {
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
