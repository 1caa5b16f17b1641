//! What a person takes away: files of the execution, their beginning, and its log.

use std::sync::Arc;

use http::header::HeaderValue;

use super::{Served, served, session};
use crate::execution::Execution;
use crate::logs::{LogQuery, level_name};
use crate::storage::FileUri;
use crate::web::context::Context;
use crate::web::percent::encode;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, Disposition, content, file, html, insert};
use crate::web::{preview, stored};

/// `GET /apps/{namespace}/{id}/{session}/file?path=URI`.
pub async fn download(context: Arc<Context>, request: Request) -> Answer {
    let Allowed { uri, .. } = allowed(&context, &request).await?;
    stored::send(&context, &request, &uri, uri.file_name(), Disposition::Attachment).await
}

/// `GET /apps/{namespace}/{id}/{session}/preview?path=URI`: a part of the page, or a page of its own.
pub async fn preview(context: Arc<Context>, request: Request) -> Answer {
    let Allowed { page, execution, uri } = allowed(&context, &request).await?;
    if request.query.flag("raw") == Some(true) && preview::is_picture(uri.file_name()) {
        return stored::send(&context, &request, &uri, uri.file_name(), Disposition::Inline).await;
    }
    let picture = format!("{page}/preview?raw&path={}", encode(uri.as_str()));
    let values = preview::values(&context, &execution, &uri, picture, page).await?;
    match request.prefers_html() {
        true => Ok(html(context.templates.render("preview_page.html", &values)?)),
        false => Ok(content("text/html; charset=utf-8", context.templates.render("preview.html", &values)?)),
    }
}

/// `GET /apps/{namespace}/{id}/{session}/logs`: the log as text.
pub async fn logs(context: Arc<Context>, request: Request) -> Answer {
    let served = served(&context, &request)?;
    let session = session(&context, &served, &request).await?;
    let shown = ["Logs", "DownloadLogsButton"];
    if !has_block(&served, &shown) {
        return Err(Problem::not_found("this app shows no log"));
    }
    let id = session.execution.id();
    let lines = context.engine.logs(&LogQuery::of(id), 0, None).await?.items;
    let text: String = lines
        .iter()
        .map(|line| {
            let entry = &line.entry;
            format!(
                "{} {} {} {}\n",
                entry.at,
                level_name(entry.level),
                entry.task.as_deref().unwrap_or("-"),
                entry.message
            )
        })
        .collect();
    let mut response = file(&format!("{id}.log"), Disposition::Attachment, text.into());
    response.headers_mut().insert(http::header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    insert(&mut response, http::header::CACHE_CONTROL, "no-store");
    Ok(response)
}

/// A file that may be taken away, with its execution and the address of the page.
struct Allowed {
    page: String,
    execution: Arc<Execution>,
    uri: FileUri,
}

/// The file a request asks for, where the app shows files and it is one of the execution's.
async fn allowed(context: &Context, request: &Request) -> Result<Allowed, Problem> {
    let served = served(context, request)?;
    let session = session(context, &served, request).await?;
    let gone = || Problem::not_found("there is no such file");
    let uri: FileUri = request.query.get("path").and_then(|path| path.parse().ok()).ok_or_else(gone)?;
    let shows = has_block(&served, &["Outputs", "TaskOutputs", "Inputs"]);
    let own = uri.is_below(&crate::creation::execution_folder(session.execution.flow(), session.execution.id()));
    match shows && own {
        true => {
            let page = context.links.session(&served.app.name, session.execution.id());
            Ok(Allowed { page, execution: session.execution, uri })
        }
        false => Err(gone()),
    }
}

/// Whether any stage of an app shows one of some blocks.
fn has_block(served: &Served, names: &[&str]) -> bool {
    let shown = crate::web::apps::Stage::ALL.into_iter().map(|stage| stage.blocks(&served.app));
    shown.flat_map(std::borrow::Cow::into_owned).any(|block| {
        let name = block.block_type.rsplit('.').next().unwrap_or_default().to_owned();
        names.contains(&name.as_str())
    })
}
