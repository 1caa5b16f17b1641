//! What executions say: listed, downloaded, followed, found.

pub mod search;

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use http::header::HeaderValue;

use super::executions::id;
use crate::logs::{LogLine, LogQuery, level_name, parse_level};
use crate::web::context::Context;
use crate::web::events::{Event, Events, Ids, KEEP_ALIVE};
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, Disposition, empty, file, insert, json};

/// How long a stream stays open on which nothing is said.
const PATIENCE: Duration = Duration::from_secs(3600);

/// The lines of one execution that a query asks for; `None` where the path names none.
fn query(request: &Request) -> Result<Option<LogQuery>, Problem> {
    let Ok(id) = id(request) else { return Ok(None) };
    let level = match request.query.given("minLevel") {
        None => None,
        Some(name) => Some(parse_level(name).ok_or_else(|| Problem::argument(format!("`{name}` is no log level")))?),
    };
    let task_run = match request.query.given("taskRunId") {
        None => None,
        // An id that is none has said nothing.
        Some(text) => match text.parse() {
            Ok(run) => Some(run),
            Err(_) => return Ok(None),
        },
    };
    let tasks = request.query.all("taskId").filter(|id| !id.is_empty()).map(str::to_owned).collect();
    Ok(Some(LogQuery { level, task_run, tasks, attempt: request.query.read("attempt")?, ..LogQuery::of(id) }))
}

/// `GET /logs/{executionId}`; empty for an execution that is not there.
pub async fn list(context: Arc<Context>, request: Request) -> Answer {
    let lines = match query(&request)? {
        None => Vec::new(),
        Some(query) => context.engine.logs(&query, 0, None).await?.items,
    };
    Ok(json(&lines.iter().map(LogLine::document).collect::<Vec<_>>()))
}

/// `GET /logs/{executionId}/download`: as text, also while the execution runs.
pub async fn download(context: Arc<Context>, request: Request) -> Answer {
    let lines = match query(&request)? {
        None => Vec::new(),
        Some(query) => context.engine.logs(&query, 0, None).await?.items,
    };
    let text: String = lines.iter().map(|line| format!("{}\n", text(line))).collect();
    let mut response = file(&format!("{}.log", request.parameter("executionId")), Disposition::Attachment, text.into());
    response.headers_mut().insert(http::header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    insert(&mut response, http::header::CACHE_CONTROL, "no-store");
    Ok(response)
}

/// A line as Kestra writes it into files.
pub(in crate::web) fn text(line: &LogLine) -> String {
    let entry = &line.entry;
    format!("{} {} {}", entry.at, level_name(entry.level), entry.message)
}

/// `GET /logs/{executionId}/follow`: `start`, then `progress` for each line; ends with the client.
pub async fn follow(context: Arc<Context>, request: Request) -> Answer {
    let asked = query(&request)?.ok_or_else(|| Problem::not_found("there is no such execution"))?;
    let ids = Ids::read(&request)?;
    let (events, response) = Events::open(context.stream_place(&request.caller)?);
    let mut watch = context.engine.watch(id(&request)?, ids.seen());
    tokio::spawn(async move {
        if ids == Ids::Kinds {
            let start = Event { id: Some("start"), kind: None, data: "{\"attemptNumber\":null}" };
            if events.send(start).await.is_err() {
                return;
            }
        }
        let mut last = tokio::time::Instant::now();
        while last.elapsed() < PATIENCE {
            let change = tokio::select! {
                change = watch.next() => change,
                () = tokio::time::sleep(KEEP_ALIVE) => match events.keep_alive().await {
                    Ok(()) => continue,
                    Err(_) => return,
                },
                () = events.closed() => return,
            };
            let Some(change) = change else { return };
            let mut lines = change.logs();
            lines.retain(|line| asked.matches(line));
            for (index, line) in lines.iter().enumerate() {
                last = tokio::time::Instant::now();
                let data = line.document().to_string();
                // A client that comes back names the last change it has seen whole.
                let id = match index + 1 == lines.len() {
                    true => Some(ids.of("progress", change.sequence)),
                    false => ids.kind("progress"),
                };
                if events.send(Event { id: id.as_deref(), kind: None, data: &data }).await.is_err() {
                    return;
                }
            }
        }
    });
    Ok(response)
}

/// `DELETE /logs/{executionId}`: the lines that the query asks for.
pub async fn clear(context: Arc<Context>, request: Request) -> Answer {
    if let Some(query) = query(&request)? {
        context.engine.clear_logs(&query).await?;
    }
    Ok(empty(StatusCode::OK))
}

/// `DELETE /logs/{namespace}/{flowId}?triggerId=…`: what one trigger of a flow has said.
pub async fn clear_of_trigger(context: Arc<Context>, request: Request) -> Answer {
    let trigger = request.query.given("triggerId");
    let trigger = trigger.ok_or_else(|| Problem::bad_request("the query has no `triggerId`"))?;
    let query = LogQuery {
        namespace: Some(request.parameter("namespace").to_owned()),
        flow: Some(request.parameter("flowId").to_owned()),
        trigger: Some(trigger.to_owned()),
        ..LogQuery::default()
    };
    context.engine.clear_logs(&query).await?;
    Ok(empty(StatusCode::OK))
}
