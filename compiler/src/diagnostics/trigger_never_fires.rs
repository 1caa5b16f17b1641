//! A trigger whose own settings exclude each other.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A trigger waits for states that its own `states` filter out first.
///
/// Without `states` a `Flow` trigger sees the end of executions and pauses only.
///
/// ```yaml file
/// id: other
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: done
/// ```
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: started
/// triggers:
///   - id: started
///     type: io.kestra.plugin.core.trigger.Flow
///     preconditions:
///       id: upstream
///       flows:
///         - namespace: company.team
///           flowId: other
///           states: [RUNNING]
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "triggers", since = "0.1")]
pub struct TriggerNeverFires {
    /// The trigger.
    pub trigger: String,
    /// The states it waits for.
    pub wanted: Vec<String>,
    /// Where they stand.
    pub place: Place,
    /// Where the states it sees stand, where they are written.
    pub states_place: Option<Place>,
}

impl Explain for TriggerNeverFires {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let states = words::list(&self.wanted);
        format!("`{}` never sees {states}: its own `states` filter first", self.trigger)
    }

    fn details(&self, out: &mut Details) {
        match self.states_place {
            Some(place) => out.secondary(place, "only these arrive"),
            None => out.note(format!(
                "without `states` only ends and pauses arrive; add `states: [{}]`",
                self.wanted.join(", ")
            )),
        };
    }
}
