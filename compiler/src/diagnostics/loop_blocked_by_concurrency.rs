//! A `Loop` whose iterations wait for the flow that waits for them.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A `Loop` stands in a flow that limits how many of its executions run at once.
///
/// In 2.0 every iteration is an execution of the flow and counts against the limit: with a limit of one, an
/// iteration waits for the execution that waits for it.
///
/// ```yaml error
/// id: each
/// namespace: company.team
/// concurrency:
///   limit: 1
/// tasks:
///   - id: numbers
///     type: io.kestra.plugin.core.flow.Loop
///     values: [1, 2, 3]
///     tasks:
///       - id: say
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ item.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "control", since = "0.1")]
pub struct LoopBlockedByConcurrency {
    /// The loop.
    pub task: String,
    /// Where its type stands.
    pub place: Place,
    /// Where the limit stands.
    pub limit_place: Place,
    /// The limit.
    pub limit: u32,
}

impl Explain for LoopBlockedByConcurrency {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        if self.limit == 1 {
            format!("iterations of `{}` wait for the execution that waits for them", self.task)
        } else {
            format!("iterations of `{}` count against the flow's limit of {}", self.task, self.limit)
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.limit_place, "every iteration is an execution of this flow");
        out.note("move the loop into a flow without `concurrency`, and start it with a `Subflow`");
        if self.limit > 1 {
            out.severity(Severity::Warning);
        }
    }
}
