//! What executions and their task runs gave back, in the way of 2.0, whose executions no longer show it.

use std::sync::Arc;

use plan::Value;
use serde_json::json;

use super::executions::named;
use crate::json::JsonMap;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// `GET /outputs/executions/{executionId}`.
pub async fn of_execution(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    Ok(match execution.outputs() {
        Some(outputs) => json(&JsonMap(outputs)),
        None => json(&json!({})),
    })
}

/// `GET /outputs/tasks/{executionId}`: which task runs gave something back.
pub async fn of_tasks(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let runs = execution.task_runs().iter().filter(|run| run.outputs().is_some());
    let rows = runs.map(|run| {
        let mut row = json!({
            "taskId": &*execution.plan().step(run.step()).name,
            "taskRunId": run.id().to_string(),
            "inline": true,
        });
        if let Some(value) = run.value() {
            row["value"] = json!(value);
        }
        if let Some(iteration) = run.iteration() {
            row["iteration"] = json!(iteration);
        }
        row
    });
    Ok(json(&rows.collect::<Vec<_>>()))
}

/// `GET /outputs/tasks/{executionId}/{taskRunId}`.
pub async fn of_task_run(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let text = request.parameter("taskRunId");
    let unknown = || Problem::not_found(format!("the execution has no task run `{text}`"));
    let run = text.parse().ok().and_then(|id| execution.task_run(id)).ok_or_else(unknown)?;
    let outputs = run.outputs().map(|outputs| Value::Map(Arc::clone(outputs)));
    Ok(json(&serde_json::Value::from(&outputs.unwrap_or_else(|| Value::map::<&str>([])))))
}
