//! How many executions of a flow run at once, where that is limited.

use std::sync::Arc;

use plan::FlowName;
use serde_json::json;

use super::paging::{Paging, paged};
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::Answer;

/// `GET /concurrency-limit/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let mut flows = context.engine.registry().cards();
    flows.retain(|card| card.limited && request.sees(&card.name.namespace));
    let total = flows.len();
    let row = |name: &FlowName| {
        let running = context.engine.places_taken(name);
        json!({"tenantId": "main", "namespace": &*name.namespace, "flowId": &*name.id, "running": running})
    };
    let rows: Vec<_> = paging.of(flows).iter().map(|card| row(&card.name)).collect();
    Ok(paged(&rows, total))
}
