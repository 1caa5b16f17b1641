//! Tasks that can never run.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A task stands behind one that always ends the flow, or in a branch that is never taken.
///
/// ```yaml warning
/// id: stop
/// namespace: company.team
/// tasks:
///   - id: stop
///     type: io.kestra.plugin.core.execution.Fail
///     errorMessage: nothing to do
///   - id: more
///     type: io.kestra.plugin.core.log.Log
///     message: never printed
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "control", since = "0.1")]
pub struct UnreachableTask {
    /// The first task that cannot run.
    pub task: String,
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub reason: Unreachable,
    /// Where the reason stands.
    pub reason_place: Place,
}

/// Why a task cannot run.
#[derive(Clone, Debug)]
pub enum Unreachable {
    /// This task always fails, or ends the execution.
    Behind(String),
    /// The condition of its branch always has the other outcome.
    Branch,
}

impl Explain for UnreachableTask {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.reason {
            Unreachable::Behind(stop) => format!("nothing after `{stop}` can run, and `{}` stands there", self.task),
            Unreachable::Branch => format!("`{}` never runs: its branch is never taken", self.task),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.reason {
            Unreachable::Behind(_) => out.secondary(self.reason_place, "this always ends the execution"),
            Unreachable::Branch => out.secondary(self.reason_place, "this always has the same outcome"),
        };
    }
}
