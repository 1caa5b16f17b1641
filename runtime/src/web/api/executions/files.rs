//! Files of executions.

use std::sync::Arc;

use serde_json::json;

use super::{named, own_file};
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, Disposition, json};
use crate::web::stored;

/// `GET /executions/{executionId}/file?path=URI`.
pub async fn download(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let uri = own_file(&execution, &request)?;
    stored::send(&context, &request, &uri, uri.file_name(), Disposition::Attachment).await
}

/// `GET /executions/{executionId}/file/metas?path=URI`.
pub async fn metas(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let uri = own_file(&execution, &request)?;
    Ok(json(&json!({"size": stored::size(&context, &uri).await?})))
}
