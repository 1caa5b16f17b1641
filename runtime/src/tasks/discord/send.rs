//! A message to a webhook of Discord's.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method};
use plan::step::LogLevel;
use plan::{Failure, java};

use crate::client::{Options, Request};
use crate::tasks::{Host, Outcome, Properties};

/// Posts a payload to the property `url`, which is a secret: no message names it.
pub(super) async fn send(properties: &Properties, mut host: Host, payload: Bytes) -> Result<Outcome, Failure> {
    let url = properties.require("url", Properties::text)?;
    let uri = url.parse().map_err(|_| Failure::new("the property `url` is no address"))?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let own = properties.object("options")?.map("headers")?.unwrap_or_default();
    for (name, value) in own {
        let name = http::HeaderName::from_bytes(name.as_bytes()).ok();
        let value = HeaderValue::from_str(&java::to_text(&value)).ok();
        let refused = || Failure::new("`options.headers` holds what no header can");
        headers.insert(name.ok_or_else(refused)?, value.ok_or_else(refused)?);
    }
    let request = Request { method: Method::POST, uri, headers, body: payload, options: Options::default() };
    let client = host.client.clone();
    let response = tokio::select! {
        response = client.send(request) => response.map_err(|error| Failure::new(error.to_string()))?,
        () = host.stopped() => return Err(Failure::new("the message was not sent: the task was stopped")),
    };
    let (status, limit) = (response.status, host.body_limit);
    let answer = response.bytes(limit).await.unwrap_or_default();
    if status.is_success() {
        host.log(LogLevel::Debug, format!("the message was taken with status {status}"));
        return Ok(Outcome::nothing());
    }
    let mut failure = Failure::new(format!("the webhook answered with status {status}"));
    let answer: String = String::from_utf8_lossy(&answer).chars().take(500).collect();
    if !answer.trim().is_empty() {
        failure.notes.push(format!("its answer was: {}", answer.trim()).into());
    }
    Err(failure)
}
