//! What expressions in an app's blocks see.

use plan::value::Map;
use plan::{Plan, Value};

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
    variables.insert("outputs".into(), Value::Map(execution.task_outputs().clone().into()));
    let labels = execution.labels().iter().filter(|(key, _)| !key.starts_with("system."));
    variables.insert("labels".into(), Value::map(labels.map(|(key, value)| (key.clone(), Value::Text(value.clone())))));
    if let Some(trigger) = execution.trigger() {
        variables.insert("trigger".into(), Value::Map(trigger.variables.clone()));
    }
    variables
}
