//! What the server says of itself to clients.

use std::sync::Arc;

use serde_json::json;

use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// The version of Kestra whose API this is: clients choose the paths and forms of their requests by it.
pub const KESTRA_VERSION: &str = "1.3.0";

/// `POST /basicAuth`: Kestra makes its first user so; ours are named in `lanner.yaml`.
pub async fn first_user(_: Arc<Context>, _: Request) -> Answer {
    Err(Problem::state("users are named in `lanner.yaml`, and are not made over the API"))
}

/// `GET /basicAuthValidationErrors`: what is wrong with the first user of Kestra's settings.
pub async fn first_user_mistakes(_: Arc<Context>, _: Request) -> Answer {
    Ok(json(&json!([])))
}

/// `GET /api/v1/configs/login`: what a page for logging in shows.
pub async fn login(_: Arc<Context>, _: Request) -> Answer {
    Ok(json(&json!({"edition": "OSS", "isBasicAuthInitialized": true, "version": KESTRA_VERSION})))
}

/// `GET /api/v1/configs`.
pub async fn get(context: Arc<Context>, _: Request) -> Answer {
    Ok(json(&json!({
        "uuid": "lanner",
        "version": KESTRA_VERSION,
        "edition": "OSS",
        "commitId": env!("CARGO_PKG_VERSION"),
        "commitDate": "2026-01-01T00:00:00Z",
        "chartDefaultDuration": "PT24H",
        "isCustomDashboardsEnabled": false,
        "isTaskRunEnabled": false,
        "isAnonymousUsageEnabled": false,
        "isUiAnonymousUsageEnabled": false,
        "isTemplateEnabled": false,
        "isAiEnabled": false,
        "isAiApiKeyConfigured": false,
        "isBasicAuthEnabled": !context.guard.users.is_empty(),
        "isBasicAuthInitialized": true,
        "isConcurrencyViewEnabled": false,
        "environment": {},
        "preview": {"initial": 100, "max": 5000},
        "systemNamespace": "system",
        "hiddenLabelsPrefixes": ["system."],
        "url": context.settings.url,
    })))
}
