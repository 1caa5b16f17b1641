//! What whoever operates the server asks: is it alive, does it take requests.

use std::sync::Arc;

use http::StatusCode;
use serde_json::json;

use super::api::configuration::KESTRA_VERSION;
use super::context::Context;
use super::request::Request;
use super::response::{Answer, content, json, json_with};

/// `GET /health`.
pub async fn health(_: Arc<Context>, _: Request) -> Answer {
    Ok(json(&json!({"status": "UP"})))
}

/// `GET /ready`: 503 from the moment the server was asked to stop, and while its store takes nothing.
pub async fn ready(context: Arc<Context>, _: Request) -> Answer {
    let reason = match () {
        () if context.is_draining() => "the server is stopping",
        () if !context.engine.takes_changes() => "the store takes no changes",
        () => return Ok(json(&json!({"status": "UP"}))),
    };
    Ok(json_with(StatusCode::SERVICE_UNAVAILABLE, &json!({"status": "DOWN", "reason": reason})))
}

/// `GET /version`: that of the API, and that of the program.
pub async fn version(_: Arc<Context>, _: Request) -> Answer {
    Ok(json(&json!({"version": KESTRA_VERSION, "type": "OSS", "lanner": env!("CARGO_PKG_VERSION")})))
}

/// `GET /ping`.
pub async fn ping(_: Arc<Context>, _: Request) -> Answer {
    Ok(content("text/plain; charset=utf-8", "pong"))
}
