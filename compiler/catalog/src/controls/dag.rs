//! Tasks in the order of their dependencies.

use crate::controls::parallel::OnChildFailure;
use crate::prelude::*;

/// Run tasks as soon as those they depend on have ended.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: order
///     type: io.kestra.plugin.core.flow.Dag
///     tasks:
///       - task:
///           id: fetch
///           type: io.kestra.plugin.core.log.Log
///           message: first
///       - task:
///           id: report
///           type: io.kestra.plugin.core.log.Log
///           message: then
///         dependsOn:
///           - fetch
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Dag",
    was("io.kestra.core.tasks.flows.Dag", until = "2.0"),
    form = Form::Graph {
        body: "tasks",
        task: "task",
        needs: "dependsOn",
        at_most: "concurrent",
        on_child_failure: "onChildFailure",
    },
    checks("DagTaskValidation")
)]
pub struct Dag {
    /// The tasks, each with those it waits for.
    #[not_empty]
    pub tasks: Vec<DagTask>,
    /// How many run at once; 0 for all.
    #[default(0)]
    #[property]
    pub concurrent: i64,
    /// What becomes of running tasks when another one fails.
    #[default("CONTINUE")]
    #[property]
    #[versions(since = "2.0")]
    pub on_child_failure: OnChildFailure,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// A task with those it waits for.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DagTask {
    /// The ids of the tasks it waits for, of this `Dag`.
    pub depends_on: Option<Vec<String>>,
    /// The task.
    pub task: Task,
}
