//! Outputs of a task that never has any.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// Outputs are read of a task that never gives out anything.
///
/// Loops and other controls have none of their own; the tasks within them do.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: hello
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.hello.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct TaskHasNoOutputs {
    /// The task.
    pub task: String,
    /// Where it is named.
    pub place: Place,
    /// Its type, short.
    pub type_name: String,
    /// A task within it that has outputs, as it would be read.
    pub child: Option<String>,
    /// Where its type stands.
    pub type_place: Place,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for TaskHasNoOutputs {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.child {
            Some(child) => format!("`{}` has no outputs; read those of a task within it: `{child}`", self.type_name),
            None => format!("`{}` has no outputs", self.type_name),
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.type_place, format!("`{}` is this", self.task));
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
