//! How many executions of a flow run at once, where that is limited.

use std::sync::Arc;

use serde_json::json;

use super::paging::{Paging, paged};
use crate::execution::State;
use crate::query::Query;
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::Answer;

/// The states in which an execution takes a place.
const PLACED: [State; 5] = [State::Created, State::Running, State::Paused, State::Restarted, State::Killing];

/// `GET /concurrency-limit/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let mut flows = context.engine.registry().flows();
    flows.retain(|flow| flow.plan.concurrency.is_some() && request.sees(&flow.plan.flow.namespace));
    let total = flows.len();
    let mut rows = Vec::new();
    for flow in paging.of(flows) {
        let name = &flow.plan.flow;
        let query = Query {
            namespace: Some(name.namespace.to_string()),
            flow: Some(name.id.to_string()),
            states: PLACED.to_vec(),
            ..Query::default()
        };
        // A namespace finds what lies below it too.
        let found = context.engine.list(&query).await?.items;
        let running = found.iter().filter(|summary| summary.flow == *name).count();
        let row = json!({"tenantId": "main", "namespace": &*name.namespace, "flowId": &*name.id, "running": running});
        rows.push(row);
    }
    Ok(paged(&rows, total))
}
