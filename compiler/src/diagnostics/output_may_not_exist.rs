//! Outputs of a task that does not always run.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Outputs are read of a task that may not have run.
///
/// A task in a branch, with a `runIf`, or behind one that failed leaves no outputs when it does not run; reading them
/// fails. `outputs.x.value ?? 'something else'` does not.
///
/// ```yaml warning
/// id: load
/// namespace: company.team
/// inputs:
///   - id: fresh
///     type: BOOL
/// tasks:
///   - id: extract
///     type: io.kestra.plugin.core.http.Download
///     runIf: "{{ inputs.fresh }}"
///     uri: https://example.com/data.csv
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.extract.uri }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "control", since = "0.1")]
pub struct OutputMayNotExist {
    /// The task that is read.
    pub task: String,
    /// What is read, from the root name to the last key.
    pub place: Place,
    /// Why it may not have run.
    pub reason: Perhaps,
    /// Where that stands.
    pub reason_place: Place,
}

/// Why a task may not have run.
#[derive(Clone, Debug)]
pub enum Perhaps {
    /// It is in a branch of this task.
    Branch(String),
    /// It, or a task around it, has a `runIf`.
    RunIf,
    /// It, or a task around it, is disabled.
    Disabled,
    /// It may fail without ending the execution, because this task allows that.
    Allowed(String),
    /// It may be the task that failed.
    Failed,
    /// It is itself in a list of tasks that only run after a failure.
    Handler,
}

impl Explain for OutputMayNotExist {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let task = &self.task;
        match &self.reason {
            Perhaps::Branch(choice) => format!("`{task}` runs only in one branch of `{choice}`; guard with `?? …`"),
            Perhaps::RunIf => format!("`{task}` does not always run; guard with `?? …`"),
            Perhaps::Disabled => format!("`{task}` is disabled and gives out nothing"),
            Perhaps::Allowed(_) => format!("`{task}` may fail here and then has no outputs; guard with `?? …`"),
            Perhaps::Failed => format!("`{task}` may be what failed, and then has no outputs; guard with `?? …`"),
            Perhaps::Handler => format!("`{task}` runs only after a failure; guard with `?? …`"),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.reason {
            Perhaps::Branch(_) => out.secondary(self.reason_place, "one of several branches"),
            Perhaps::RunIf => out.secondary(self.reason_place, "it is skipped where this is false"),
            Perhaps::Disabled => out.secondary(self.reason_place, "disabled here"),
            Perhaps::Allowed(by) => out.secondary(self.reason_place, format!("`{by}` lets failures pass")),
            Perhaps::Failed | Perhaps::Handler => out.secondary(self.reason_place, format!("`{}` is here", self.task)),
        };
    }
}
