//! The end of the running execution.

use crate::prelude::*;

/// End the execution with a state of your choice.
///
/// Tasks behind it are not run.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: enough
///     type: io.kestra.plugin.core.execution.Exit
///     state: SUCCESS
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.execution.Exit",
    form = Form::Update(UpdateForm::Exit { state: "state" }),
    able()
)]
pub struct Exit {
    /// The state the execution ends in.
    #[default("SUCCESS")]
    #[property]
    pub state: ExitState,
}

/// The state an execution ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ExitState {
    /// It ended well.
    Success,
    /// Something is worth a look.
    Warning,
    /// It was stopped.
    Killed,
    /// It failed.
    Failed,
    /// It was given up; the same as `CANCELLED`.
    #[versions(until = "2.0")]
    Canceled,
    /// It was given up.
    #[versions(since = "1.3")]
    Cancelled,
}
