//! A trigger that fires after everything.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A `Flow` trigger says nothing of the flows it waits for.
///
/// It fires after every execution of every flow.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: something ended
/// triggers:
///   - id: any
///     type: io.kestra.plugin.core.trigger.Flow
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "triggers", since = "0.1")]
pub struct FlowTriggerWithoutConditions {
    /// The trigger.
    pub trigger: String,
    /// Where it stands.
    pub place: Place,
    /// What this version says it with.
    pub property: &'static str,
}

impl Explain for FlowTriggerWithoutConditions {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` fires after every execution of every flow", self.trigger)
    }

    fn details(&self, out: &mut Details) {
        out.note(format!("say after which flows with `{}`", self.property));
    }
}
