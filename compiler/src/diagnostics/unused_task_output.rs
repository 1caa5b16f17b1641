//! A task that only computes something nobody reads.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// A task only computes, and what it gives out is never read.
///
/// ```yaml hint
/// id: greet
/// namespace: company.team
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.debug.Return
///     format: hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "references", since = "0.1")]
pub struct UnusedTaskOutput {
    /// The task.
    pub task: String,
    /// Where it stands.
    pub place: Place,
}

impl Explain for UnusedTaskOutput {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("the result of `{}` is never used", self.task)
    }

    fn details(&self, out: &mut Details) {
        out.note(format!("read it as `outputs{}`, or remove the task", crate::access::key_notation(&self.task)));
        out.confidence(Confidence::Medium);
    }
}
