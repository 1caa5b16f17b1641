//! The executions that belong together with one, as they change: those it led to, and those that led to it.

use std::collections::HashMap;
use std::sync::Arc;

use plan::Text;
use serde_json::json;

use super::{named, shown};
use crate::execution::Execution;
use crate::ids::ExecutionId;
use crate::query::Query;
use crate::store::StoreError;
use crate::web::api::flows::dependencies::around;
use crate::web::context::Context;
use crate::web::events::{Closed, Event, Events, KEEP_ALIVE};
use crate::web::request::Request;
use crate::web::response::Answer;

/// The label that executions share which belong together.
const CORRELATION: &str = "system.correlationId";

/// `GET /executions/{executionId}/follow-dependencies`: `start`, `progress` for each state of each of them, and `end`
/// once all of them have ended.
pub async fn follow(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let flows = around(&context, &request, execution.flow().clone()).flows;
    let correlation = execution.labels().iter().find(|(key, _)| &**key == CORRELATION);
    let correlation = correlation.map_or_else(|| execution.id().to_string().into(), |(_, value)| value.clone());
    let (events, response) = Events::open(context.stream_place(&request.caller)?);
    tokio::spawn(async move {
        let mut told = HashMap::new();
        loop {
            // A store that cannot be read ends the stream: its reader opens it again.
            let Ok(mut all) = together(&context, execution.id(), &correlation).await else { return };
            all.retain(|execution| flows.contains(execution.flow()));
            if tell(&events, &all, &mut told).await.is_err() {
                return;
            }
            let Some(open) = all.iter().find(|execution| !execution.is_over()) else {
                let _ = events.send(Event { id: Some("end"), kind: None, data: &status(&execution) }).await;
                return;
            };
            let mut watch = context.engine.watch(open.id(), None);
            // The first change is how it stands.
            for _ in 0..2 {
                tokio::select! {
                    _ = watch.next() => {}
                    () = tokio::time::sleep(KEEP_ALIVE) => if events.keep_alive().await.is_err() { return },
                    () = events.closed() => return,
                }
            }
        }
    });
    Ok(response)
}

/// The execution and those that share its correlation.
async fn together(context: &Context, id: ExecutionId, correlation: &Text) -> Result<Vec<Arc<Execution>>, StoreError> {
    let query = Query { labels: vec![(CORRELATION.into(), correlation.clone())], ..Query::default() };
    let mut ids: Vec<ExecutionId> = context.engine.list(&query).await?.items.iter().map(|it| it.id).collect();
    if !ids.contains(&id) {
        ids.push(id);
    }
    let mut all = Vec::new();
    for id in ids {
        // One that was deleted in between is left out.
        all.extend(context.engine.execution(id).await?);
    }
    Ok(all)
}

/// Tells of those that stand otherwise than they were told to.
async fn tell(events: &Events, all: &[Arc<Execution>], told: &mut HashMap<ExecutionId, usize>) -> Result<(), Closed> {
    for execution in all {
        let steps = execution.history().entries().len();
        if told.insert(execution.id(), steps) == Some(steps) {
            continue;
        }
        let id = if told.len() == 1 && steps == 1 { "start" } else { "progress" };
        events.send(Event { id: Some(id), kind: None, data: &status(execution) }).await?;
    }
    Ok(())
}

fn status(execution: &Execution) -> String {
    let state = serde_json::to_value(shown(execution)).map(|mut it| it["state"].take()).unwrap_or_default();
    json!({
        "executionId": execution.id().to_string(),
        "tenantId": "main",
        "namespace": &*execution.flow().namespace,
        "flowId": &*execution.flow().id,
        "state": state,
    })
    .to_string()
}
