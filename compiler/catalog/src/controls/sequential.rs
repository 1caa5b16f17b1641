//! Tasks one after another.

use crate::prelude::*;

/// Run tasks one after another.
///
/// Tasks of a flow run one after another anyway; this groups some of them, inside a `Parallel` or with `errors`
/// of their own.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: group
///     type: io.kestra.plugin.core.flow.Sequential
///     tasks:
///       - id: first
///         type: io.kestra.plugin.core.log.Log
///         message: one
///       - id: second
///         type: io.kestra.plugin.core.log.Log
///         message: two
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Sequential",
    was("io.kestra.core.tasks.flows.Sequential", until = "2.0"),
    form = Form::Sequence { body: "tasks", on_failure: OnFailure::Fail }
)]
pub struct Sequential {
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
    /// The tasks, one after another.
    #[not_empty]
    pub tasks: Vec<Task>,
}
