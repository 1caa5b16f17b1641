//! What a trigger gives, read as if there always were one.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// `trigger.…` is read without a guard, which fails when the flow is started by hand.
///
/// ```yaml hint
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ trigger.body }}"
/// triggers:
///   - id: hook
///     type: io.kestra.plugin.core.trigger.Webhook
///     key: "{{ secret('WEBHOOK_KEY') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "triggers", since = "0.1")]
pub struct TriggerVariableUnguarded {
    /// What is read.
    pub path: String,
    /// Where it stands.
    pub place: Place,
}

impl Explain for TriggerVariableUnguarded {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("fails when the flow is started by hand; `{} ?? …` does not", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.note("executions that no trigger started have no `trigger`");
    }
}
