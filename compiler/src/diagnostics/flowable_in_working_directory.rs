//! A control inside a `WorkingDirectory`.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A task that controls others, or starts other flows, stands inside a `WorkingDirectory`.
///
/// The tasks of a `WorkingDirectory` run one after another on one worker, in one folder; only tasks that a worker
/// can run may stand there. Move the control out, or give the tasks inside a `runIf`.
///
/// ```yaml error
/// id: build
/// namespace: company.team
/// tasks:
///   - id: folder
///     type: io.kestra.plugin.core.flow.WorkingDirectory
///     tasks:
///       - id: several
///         type: io.kestra.plugin.core.flow.Parallel
///         tasks:
///           - id: hello
///             type: io.kestra.plugin.core.log.Log
///             message: hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "control", since = "0.1")]
pub struct FlowableInWorkingDirectory {
    /// The control's type, short.
    pub control: String,
    /// Where its type stands.
    pub place: Place,
    /// Where the type of the working directory stands.
    pub folder: Place,
}

impl Explain for FlowableInWorkingDirectory {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` cannot run inside a `WorkingDirectory`", self.control)
    }

    fn details(&self, out: &mut Details) {
        out.label("only tasks that a worker runs may be here");
        out.secondary(self.folder, "inside this");
        out.note("move it out of the `WorkingDirectory`, or give the tasks inside a `runIf`");
    }
}
