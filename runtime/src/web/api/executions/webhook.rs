//! Executions on a call from outside: `/executions/webhook/{namespace}/{id}/{key}`.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use plan::value::Map;
use plan::{FlowName, Value, java};

use super::with_url;
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
    let body = body(&request.take_content().bytes().await?);
    let path = request.parameter("path");
    let id = ExecutionId::random(context.engine.settings().clock.now());
    let ending = context.engine.ending(id);
    let call = Call {
        execution: id,
        key: request.parameter("key").to_owned(),
        body,
        headers: headers(&request.headers),
        parameters: parameters(&request.query),
        path: (!path.is_empty()).then(|| path.to_owned()),
    };
    let called = match context.engine.call_webhook(&flow, call).await {
        Err(Refusal::ConditionFalse) => return Ok(empty(StatusCode::NO_CONTENT)),
        Err(Refusal::UnknownKey) => return Err(Problem::not_found("Webhook not found")),
        Err(Refusal::UnknownFlow(_)) => return Err(Problem::not_found("Flow not found")),
        called => called?,
    };
    let execution = match called.wait {
        Wait::No => context.engine.execution(called.execution).await,
        Wait::ForEnd | Wait::ForOutputs => ending.wait().await,
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

/// A JSON object or list is read; everything else, other JSON too, is text.
fn body(bytes: &Bytes) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    let text = String::from_utf8_lossy(bytes);
    match crate::web::json::read(&text) {
        Some(read @ (Value::Map(_) | Value::List(_))) => read,
        _ => Value::text(text),
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
    fn only_objects_and_lists_are_read_as_json() {
        assert_eq!(body(&Bytes::from_static(b"{\"a\":1}")), Value::map([("a", Value::Int(1))]));
        assert_eq!(body(&Bytes::from_static(b"[]")), Value::list([]));
        assert_eq!(body(&Bytes::from_static(b"12")), Value::text("12"));
        assert_eq!(body(&Bytes::from_static(b"bla")), Value::text("bla"));
        assert_eq!(body(&Bytes::new()), Value::Null);
    }

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
