//! Executions: created, shown, followed and steered.

pub mod actions;
pub mod bulk;
pub mod create;
pub mod dependencies;
pub mod evaluation;
pub mod fields;
pub mod files;
pub mod follow;
pub mod latest;
pub mod preview;
pub mod search;
pub mod webhook;

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use crate::creation::execution_folder;
use crate::execution::Execution;
use crate::execution::view::View;
use crate::ids::ExecutionId;
use crate::storage::FileUri;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, Response, empty, json};

/// An execution in an answer.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shown<'a> {
    #[serde(flatten)]
    view: View<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// An execution as clients read it.
pub(super) fn shown(execution: &Execution) -> Shown<'_> {
    Shown { view: execution.view(Timestamp::now()), url: None }
}

/// The same with the address of its page.
pub(super) fn with_url(context: &Context, execution: &Execution) -> Response {
    let path = context.links.execution(execution.flow(), execution.id());
    let url = format!("{}{path}", context.settings.url.as_deref().unwrap_or_default());
    json(&Shown { url: Some(url), ..shown(execution) })
}

/// The execution a path names.
pub(in crate::web::api) async fn named(context: &Context, request: &Request) -> Result<Arc<Execution>, Problem> {
    let id = id(request)?;
    context.engine.execution(id).await?.ok_or_else(|| unknown(request))
}

/// The id of an execution in a path.
pub(super) fn id(request: &Request) -> Result<ExecutionId, Problem> {
    request.parameter("executionId").parse().map_err(|_| unknown(request))
}

fn unknown(request: &Request) -> Problem {
    Problem::not_found(format!("there is no execution `{}`", request.parameter("executionId")))
}

/// `GET /executions/{executionId}`.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    Ok(json(&shown(&execution)))
}

/// `DELETE /executions/{executionId}`.
pub async fn delete(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    context.engine.delete(execution.id()).await?;
    Ok(empty(http::StatusCode::NO_CONTENT))
}

/// The file of an execution that a query names.
///
/// # Errors
///
/// 422 for what is no address in internal storage, or one of another execution's files.
pub(super) fn own_file(execution: &Execution, request: &Request) -> Result<FileUri, Problem> {
    let path = request.query.get("path").ok_or_else(|| Problem::bad_request("the query has no `path`"))?;
    let uri: FileUri =
        path.parse().map_err(|error: crate::storage::NotAFileUri| Problem::argument(error.to_string()))?;
    match uri.is_below(&execution_folder(execution.flow(), execution.id())) {
        true => Ok(uri),
        false => Err(Problem::argument(format!("`{uri}` is no file of execution `{}`", execution.id()))),
    }
}
