//! What expressions in an app's blocks see.

use plan::value::Map;
use plan::{Plan, Text, Value};

use crate::execution::Execution;

/// What is there before an execution exists: `app`, `flow`, `vars`.
pub fn of_flow(app_url: &str, plan: &Plan, revision: u32) -> Map {
    let mut variables = Map::default();
    variables.insert("app".into(), Value::map([("url", Value::text(app_url))]));
    let flow = [
        ("id", Value::Text(plan.flow.id.clone())),
        ("namespace", Value::Text(plan.flow.namespace.clone())),
        ("revision", Value::integer(revision.into())),
    ];
    variables.insert("flow".into(), Value::map(flow));
    if !plan.variables.is_empty() {
        variables.insert("vars".into(), Value::map(plan.variables.iter().cloned()));
    }
    variables
}

/// What is there once an execution exists: also `execution`, `inputs`, `outputs`, `labels`, `trigger`.
pub fn of_execution(app_url: &str, execution: &Execution) -> Map {
    let mut variables = of_flow(app_url, execution.plan(), execution.revision());
    let started = execution.history().start();
    let about = [
        ("id", Value::text(execution.id().to_string())),
        ("startDate", Value::Instant(started)),
        ("state", Value::text(execution.state().name())),
        ("originalId", Value::text(execution.lineage().original.to_string())),
    ];
    variables.insert("execution".into(), Value::map(about));
    if !execution.inputs().is_empty() {
        variables.insert("inputs".into(), Value::Map(execution.inputs().clone()));
    }
    variables.insert("outputs".into(), Value::Map(outputs(execution).into()));
    let labels = execution.labels().iter().filter(|(key, _)| !key.starts_with("system."));
    variables.insert("labels".into(), Value::map(labels.map(|(key, value)| (key.clone(), Value::Text(value.clone())))));
    if let Some(trigger) = execution.trigger() {
        variables.insert("trigger".into(), Value::Map(trigger.variables.clone()));
    }
    variables
}

/// The outputs of tasks, those inside loops below the value of their round.
fn outputs(execution: &Execution) -> Map {
    let mut all = Map::default();
    for run in execution.task_runs() {
        let Some(outputs) = run.outputs() else { continue };
        let mut path: Vec<Text> = Vec::new();
        let mut at = Some(run);
        while let Some(run) = at {
            path.extend(run.value().cloned());
            at = run.parent().and_then(|parent| execution.task_run(parent));
        }
        path.push(execution.task_name(run).clone());
        path.reverse();
        insert(&mut all, &path, Value::Map(outputs.clone()));
    }
    all
}

fn insert(map: &mut Map, path: &[Text], value: Value) {
    match path {
        [] => {}
        [last] => {
            map.insert(last.clone(), value);
        }
        [first, rest @ ..] => {
            let mut inner = match map.get(first) {
                Some(Value::Map(inner)) => (**inner).clone(),
                _ => Map::default(),
            };
            insert(&mut inner, rest, value);
            map.insert(first.clone(), Value::Map(inner.into()));
        }
    }
}
