//! Tasks whose failure is a warning.

use crate::prelude::*;

/// Run tasks one after another; a failure is a warning, and the flow goes on.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: try
///     type: io.kestra.plugin.core.flow.AllowFailure
///     tasks:
///       - id: risky
///         type: io.kestra.plugin.core.execution.Fail
///         errorMessage: it happens
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.AllowFailure",
    was("io.kestra.core.tasks.flows.AllowFailure", until = "2.0"),
    form = Form::Sequence { body: "tasks", on_failure: OnFailure::Warn }
)]
pub struct AllowFailure {
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
    /// The tasks, one after another.
    #[not_empty]
    pub tasks: Vec<Task>,
}
