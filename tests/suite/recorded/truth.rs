//! What came of an execution, in the words of the recordings.

use plan::step::LogLevel;
use plan::value::Map;
use runtime::Engine;
use runtime::execution::{Execution, History, Started};
use runtime::logs::{LogQuery, level_name};
use serde_json::{Value, json};

/// All of an execution, with what it said.
pub(super) async fn of(engine: &Engine, execution: &Execution) -> Value {
    let mut truth = without_logs(execution);
    let lines = engine.logs(&LogQuery::of(execution.id()), 0, None).await.expect("the store is read").items;
    let lines = lines.into_iter().map(|line| line.entry).filter(|entry| entry.level >= LogLevel::Warn);
    let lines = lines.map(|entry| {
        let mut line = json!({
            "level": level_name(entry.level),
            "message": entry.message.lines().next().unwrap_or_default().trim_end(),
        });
        if let Some(task) = &entry.task {
            line["task"] = json!(&**task);
        }
        line
    });
    truth["logs"] = lines.collect();
    truth
}

/// All of an execution.
pub(super) fn without_logs(execution: &Execution) -> Value {
    let runs = execution.task_runs().iter().map(|run| {
        let parent = run.parent().and_then(|key| execution.task_runs().iter().position(|run| run.key() == key));
        json!({
            "task": &**execution.task_name(run),
            "value": run.value().map(|value| &**value),
            "iteration": run.iteration(),
            "parent": parent,
            "state": run.state().name(),
            "history": states(run.history()),
            "attempts": run.attempts().len(),
            "attemptStates": run.attempts().iter().map(|it| it.history().current().name()).collect::<Vec<_>>(),
            "logFile": run.attempts().last().and_then(|it| it.log_file()).map(|file| &**file),
            "outputs": run.outputs().map(|outputs| document(outputs)),
        })
    });
    // Of two labels with one key the first counts.
    let labels: std::collections::BTreeMap<&str, &str> =
        execution.labels().iter().rev().map(|(key, value)| (&**key, &**value)).collect();
    json!({
        "flowId": &*execution.flow().id,
        "state": execution.state().name(),
        "history": states(execution.history()),
        "inputs": inputs(execution.inputs()),
        "taskruns": runs.collect::<Vec<_>>(),
        "labels": labels,
        "outputs": execution.outputs().map(|outputs| document(outputs)),
        "trigger": execution.trigger().map(started),
    })
}

/// Inputs that were left out are not shown.
fn inputs(map: &Map) -> Value {
    let mut inputs = document(map);
    inputs.as_object_mut().into_iter().for_each(|inputs| inputs.retain(|_, value| !value.is_null()));
    inputs
}

fn started(trigger: &Started) -> Value {
    json!({ "id": &*trigger.id, "type": &*trigger.trigger_type, "variables": document(&trigger.variables) })
}

pub(super) fn states(history: &History) -> Vec<&'static str> {
    history.entries().iter().map(|entry| entry.state.name()).collect()
}

pub(super) fn document(map: &Map) -> Value {
    Value::Object(map.iter().map(|(key, value)| (key.to_string(), Value::from(value))).collect())
}
