//! Tasks side by side.

use crate::prelude::*;

/// Run tasks side by side.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: both
///     type: io.kestra.plugin.core.flow.Parallel
///     tasks:
///       - id: left
///         type: io.kestra.plugin.core.log.Log
///         message: left
///       - id: right
///         type: io.kestra.plugin.core.log.Log
///         message: right
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Parallel",
    was("io.kestra.core.tasks.flows.Parallel", until = "2.0"),
    form = Form::Parallel { body: "tasks", at_most: "concurrent", on_child_failure: "onChildFailure" }
)]
pub struct Parallel {
    /// The tasks.
    #[not_empty]
    pub tasks: Vec<Task>,
    /// How many run at once; 0 for all.
    #[default(0)]
    #[property]
    pub concurrent: i64,
    /// What becomes of running tasks when another one fails.
    #[default("FAIL")]
    #[property]
    #[versions(since = "2.0")]
    pub on_child_failure: OnChildFailure,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// What becomes of running siblings when one fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum OnChildFailure {
    /// They run to their own end.
    Continue,
    /// They are stopped, and cancelled.
    Cancel,
    /// They are stopped, and fail.
    Fail,
}
