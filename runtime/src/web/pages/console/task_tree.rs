//! The runs of an execution's tasks as a tree.

use plan::value::Map;
use serde::Serialize;

use crate::execution::{Execution, RunKey, TaskRun};
use crate::web::time::took;

/// A run of a task with the runs inside it.
#[derive(Debug, Serialize)]
pub struct Branch {
    name: String,
    value: Option<String>,
    state: &'static str,
    duration: Option<String>,
    attempts: usize,
    outputs: Option<String>,
    children: Vec<Branch>,
}

/// The runs without another around them.
pub fn tree(execution: &Execution) -> Vec<Branch> {
    below(execution, None)
}

fn below(execution: &Execution, parent: Option<RunKey>) -> Vec<Branch> {
    let runs = execution.task_runs().iter().filter(|run| run.parent() == parent);
    runs.map(|run| branch(execution, run)).collect()
}

fn branch(execution: &Execution, run: &TaskRun) -> Branch {
    let history = run.history();
    Branch {
        name: execution.task_name(run).to_string(),
        value: run.value().map(ToString::to_string),
        state: run.state().name(),
        duration: took(run.state(), history.start(), history.end()),
        attempts: run.attempts().len(),
        outputs: run.outputs().filter(|outputs| !outputs.is_empty()).map(|outputs| pretty(outputs)),
        children: below(execution, Some(run.key())),
    }
}

/// Values as indented JSON.
pub(super) fn pretty(values: &Map) -> String {
    serde_json::to_string_pretty(&crate::json::JsonMap(values)).unwrap_or_default()
}
