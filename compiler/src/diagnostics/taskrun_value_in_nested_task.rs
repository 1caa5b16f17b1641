//! The value of a loop, read where only direct children have it.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// `taskrun.value` is read in a task that is not a direct child of the loop.
///
/// Only direct children of a loop have the value themselves; what is within an `If` or a `Sequential` in the loop reads
/// that of the task around it.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values: ["a", "b"]
///     tasks:
///       - id: only_a
///         type: io.kestra.plugin.core.flow.If
///         condition: "{{ taskrun.value == 'a' }}"
///         then:
///           - id: show
///             type: io.kestra.plugin.core.log.Log
///             message: "{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "loops", since = "0.1")]
pub struct TaskrunValueInNestedTask {
    /// What is read: `taskrun.value`.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// The loop.
    pub loop_task: String,
    /// Where it stands.
    pub loop_place: Place,
    /// What would be right here: `parent.taskrun.value`.
    pub instead: Option<String>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for TaskrunValueInNestedTask {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let (path, of) = (&self.path, &self.loop_task);
        match &self.instead {
            Some(instead) => format!("`{path}` exists only on direct children of `{of}`; here use `{instead}`"),
            None => format!("`{path}` exists only on direct children of `{of}`"),
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.loop_place, "the loop");
        if let Some(instead) = &self.instead {
            out.fix(format!("use `{instead}`"), self.place, instead);
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
