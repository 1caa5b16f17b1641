//! Tasks of a `Dag` that wait for each other.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// Tasks of a `Dag` wait for each other, so that none of them can ever start.
///
/// ```yaml error
/// id: build
/// namespace: company.team
/// tasks:
///   - id: dag
///     type: io.kestra.plugin.core.flow.Dag
///     tasks:
///       - task:
///           id: compile
///           type: io.kestra.plugin.core.log.Log
///           message: compiling
///         dependsOn:
///           - test
///       - task:
///           id: test
///           type: io.kestra.plugin.core.log.Log
///           message: testing
///         dependsOn:
///           - compile
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "control", since = "0.1")]
pub struct DagCycle {
    /// The tasks that go round, each with the `dependsOn` entry that leads to the next.
    pub round: Vec<(String, Place)>,
    /// The entry that closes the circle.
    pub place: Place,
}

impl Explain for DagCycle {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let names: Vec<&str> = self.round.iter().map(|(name, _)| name.as_str()).collect();
        format!("tasks depend on each other: {}", words::circle(&names))
    }

    fn details(&self, out: &mut Details) {
        out.label("this closes the circle");
        for (name, place) in &self.round {
            if *place != self.place {
                out.secondary(*place, format!("`{name}` waits for this"));
            }
        }
        out.note("a task that waits for one that waits for it never starts");
    }
}
