//! The last execution of each of several flows.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use crate::query::Query;
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// A flow in a document.
#[derive(Deserialize)]
pub(in crate::web::api) struct Named {
    pub(in crate::web::api) namespace: String,
    pub(in crate::web::api) id: String,
}

/// `POST /executions/latest`: flows that were never run are left out.
pub async fn latest(context: Arc<Context>, mut request: Request) -> Answer {
    let flows: Vec<Named> = request.json().await?;
    let mut rows = Vec::new();
    for flow in flows.into_iter().filter(|flow| request.sees(&flow.namespace)) {
        let query = Query { namespace: Some(flow.namespace.clone()), flow: Some(flow.id), ..Query::default() };
        // A namespace finds what lies below it too.
        let found = context.engine.list(&query).await?.items;
        let Some(last) = found.iter().find(|summary| *summary.flow.namespace == *flow.namespace) else { continue };
        rows.push(json!({
            "id": last.id.to_string(),
            "namespace": &*last.flow.namespace,
            "flowId": &*last.flow.id,
            "startDate": last.start,
            "status": last.state.name(),
        }));
    }
    Ok(json(&rows))
}
