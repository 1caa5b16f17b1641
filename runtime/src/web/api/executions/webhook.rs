//! Executions on a call from outside: `/executions/webhook/{namespace}/{id}/{key}`.

mod sent;

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use plan::value::Map;
use plan::{FlowName, Value, java};

use super::with_url;
use crate::creation::execution_folder;
use crate::execution::Execution;
use crate::ids::ExecutionId;
use crate::refusal::Refusal;
use crate::triggers::webhook::{Call, Called, Wait};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::request::Request;
use crate::web::response::{Answer, Response, content, empty, json};

/// `GET`, `POST` and `PUT` of a webhook.
pub async fn call(context: Arc<Context>, mut request: Request) -> Answer {
    let flow = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("id").into() };
    let key = request.parameter("key").to_owned();
    // Nothing is kept of a call without a key that is known.
    let intake = context.engine.webhook_intake(&flow, &key).map_err(refused)?;
    let id = ExecutionId::random(context.engine.settings().clock.now());
    let folder = execution_folder(&flow, id).join("trigger");
    let sent = sent::receive(&context, &mut request, &folder, intake).await?;
    let path = request.parameter("path");
    let ending = context.engine.ending(id);
    let call = Call {
        execution: id,
        key,
        sent,
        headers: headers(&request.headers),
        parameters: parameters(&request.query),
        path: (!path.is_empty()).then(|| path.to_owned()),
    };
    let called = context.engine.call_webhook(&flow, call).await;
    if called.is_err()
        && let Err(error) = context.engine.storage().delete_below(&folder).await
    {
        tracing::warn!("the files of a call that starts nothing cannot be deleted: {error}");
    }
    let called = match called {
        Err(Refusal::ConditionFalse) => return Ok(empty(StatusCode::NO_CONTENT)),
        called => called.map_err(refused)?,
    };
    let execution = match called.wait {
        Wait::No => context.engine.execution(called.execution).await?,
        Wait::ForEnd | Wait::ForOutputs => ending.wait().await?,
    };
    let gone = || Problem::not_found(format!("there is no execution `{}`", called.execution));
    let execution = execution.ok_or_else(gone)?;
    let mut response = match called.wait {
        Wait::No | Wait::ForEnd => with_url(&context, &execution),
        Wait::ForOutputs => outputs(&called, &execution),
    };
    if let Some(status) = called.status.and_then(|status| StatusCode::from_u16(status).ok()) {
        *response.status_mut() = status;
    }
    Ok(response)
}

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::UnknownKey => Problem::not_found("Webhook not found"),
        Refusal::UnknownFlow(_) => Problem::not_found("Flow not found"),
        other => other.into(),
    }
}

/// Each header with all its values; names as HTTP clients usually write them: `Content-Type`.
fn headers(headers: &HeaderMap) -> Map {
    let read = |value: &HeaderValue| Value::text(String::from_utf8_lossy(value.as_bytes()));
    // Who called is the server's affair, and not that of the flow.
    let told = headers.keys().filter(|name| **name != header::COOKIE && **name != header::AUTHORIZATION);
    told.map(|name| (usual(name.as_str()).into(), Value::list(headers.get_all(name).iter().map(read)))).collect()
}

/// `content-type` as `Content-Type`.
fn usual(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join("-")
}

/// Each parameter of the query with all its values.
fn parameters(query: &Query) -> Map {
    let mut parameters = Map::default();
    for (name, _) in query.pairs() {
        parameters.entry(name.into()).or_insert_with(|| Value::list(query.all(name).map(Value::text)));
    }
    parameters
}

/// What the flow gave back: as JSON, or as text, where a single output is the whole of it.
fn outputs(called: &Called, execution: &Execution) -> Response {
    let outputs = Value::Map(execution.outputs().cloned().unwrap_or_default());
    if called.media_type.as_deref() != Some("text/plain") {
        return json(&serde_json::Value::from(&outputs));
    }
    let text = match &outputs {
        Value::Map(map) if map.len() == 1 => map.first().map(|(_, value)| java::to_text(value)).unwrap_or_default(),
        other => java::to_text(other),
    };
    content("text/plain; charset=utf-8", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_the_query_is_told() {
        let parameters = parameters(&Query::parse("name=john&age=12&age=13"));
        let ages = Value::list([Value::text("12"), Value::text("13")]);
        assert_eq!(
            (parameters.get("name"), parameters.get("age")),
            (Some(&Value::list([Value::text("john")])), Some(&ages))
        );
    }

    #[test]
    fn headers_are_written_as_usual() {
        assert_eq!(usual("content-type"), "Content-Type");
        assert_eq!(usual("x-request-id"), "X-Request-Id");
    }
}
