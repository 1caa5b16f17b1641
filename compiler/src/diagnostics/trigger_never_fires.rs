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
    /// What it waits for.
    pub place: Place,
    /// Why it waits in vain.
    pub never: Never,
}

/// Why a trigger waits in vain.
#[derive(Clone, Debug)]
pub enum Never {
    /// Its own states filter out those it waits for.
    States {
        /// The states it waits for.
        wanted: Vec<String>,
        /// Where the states it sees stand, where they are written.
        seen: Option<Place>,
    },
    /// It waits for the executions of its own flow, which no trigger sees.
    OwnExecutions,
}

impl Explain for TriggerNeverFires {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.never {
            Never::States { wanted, .. } => {
                format!("`{}` never sees {}: its own `states` filter first", self.trigger, words::list(wanted))
            }
            Never::OwnExecutions => format!("`{}` never sees executions of its own flow", self.trigger),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.never {
            Never::States { seen: Some(place), .. } => out.secondary(*place, "only these arrive"),
            Never::States { seen: None, wanted } => {
                out.note(format!("without `states` only ends and pauses arrive; add `states: [{}]`", wanted.join(", ")))
            }
            Never::OwnExecutions => out.note("a flow that started itself would never end; call it with a `Subflow`"),
        };
    }
}
