//! An execution as it changes, as events: `start`, `progress` for each change, `end`.
//!
//! Kestra writes the kind of an event into its `id`, and no `event:` line: clients look for it there. A client that
//! comes back gets the execution as it stands; one that has seen the end is told not to come again.

use std::sync::Arc;

use http::StatusCode;
use serde_json::json;

use super::{named, shown};
use crate::web::context::Context;
use crate::web::events::{Event, Events, Ids, KEEP_ALIVE};
use crate::web::request::Request;
use crate::web::response::{Answer, empty};

/// `GET /executions/{executionId}/follow`.
pub async fn follow(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let ids = Ids::read(&request)?;
    if ids == Ids::Kinds && request.header("last-event-id") == Some("end") && execution.is_over() {
        // To an `EventSource` that means: do not connect again.
        return Ok(empty(StatusCode::NO_CONTENT));
    }
    let (events, response) = Events::open(context.stream_place(&request.caller)?);
    let mut watch = context.engine.watch(execution.id(), ids.seen());
    tokio::spawn(async move {
        // Something at once, so that proxies pass the stream on.
        let start = json!({"id": execution.id().to_string()}).to_string();
        if ids == Ids::Kinds && events.send(Event { id: Some("start"), kind: None, data: &start }).await.is_err() {
            return;
        }
        loop {
            let change = tokio::select! {
                change = watch.next() => change,
                () = tokio::time::sleep(KEEP_ALIVE) => match events.keep_alive().await {
                    Ok(()) => continue,
                    Err(_) => return,
                },
                () = events.closed() => return,
            };
            let Some(change) = change else { return };
            let over = change.execution.is_over();
            let data = serde_json::to_string(&shown(&change.execution)).unwrap_or_default();
            let id = ids.of(if over { "end" } else { "progress" }, change.sequence);
            if events.send(Event { id: Some(&id), kind: None, data: &data }).await.is_err() || over {
                return;
            }
        }
    });
    Ok(response)
}
