//! A trigger that cannot start its flow.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// A trigger starts a flow without an input that the flow requires.
///
/// Executions are refused, or fail before their first task. Give the input a default, let the trigger set it under
/// `inputs`, or declare it `required: false`.
///
/// ```yaml error 2.0
/// id: report
/// namespace: company.team
/// inputs:
///   - id: user
///     type: STRING
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.user }}"
/// triggers:
///   - id: daily
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 9 * * *"
///     timezone: Europe/Paris
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "triggers", since = "0.1")]
pub struct TriggerRequiredInputUnset {
    /// The trigger.
    pub trigger: String,
    /// Where its id stands.
    pub place: Place,
    /// The inputs it leaves out, with their places.
    pub inputs: Vec<(String, Place)>,
    /// How bad it is: where nobody decided on a version, the flow may still be meant to be started by hand.
    pub severity: Severity,
}

impl Explain for TriggerRequiredInputUnset {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let names: Vec<&str> = self.inputs.iter().map(|(name, _)| name.as_str()).collect();
        let (noun, verb) = if names.len() == 1 { ("input", "has") } else { ("inputs", "have") };
        let (trigger, names) = (&self.trigger, words::list(names));
        format!(
            "`{trigger}` cannot start this flow: required {noun} {names} {verb} no default and the trigger sets none"
        )
    }

    fn details(&self, out: &mut Details) {
        for (name, place) in &self.inputs {
            out.secondary(*place, format!("`{name}` is required"));
        }
        out.severity(self.severity);
    }
}
