//! What executions say: listed, downloaded, followed, found.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use http::header::HeaderValue;
use jiff::Timestamp;
use serde_json::Value;

use super::executions::id;
use super::filters::{self, Operation, moment};
use super::paging::{Direction, Paging, paged};
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
        Some(query) => context.engine.logs(&query, 0, None).await.items,
    };
    Ok(json(&lines.iter().map(LogLine::document).collect::<Vec<_>>()))
}

/// `GET /logs/{executionId}/download`: as text, also while the execution runs.
pub async fn download(context: Arc<Context>, request: Request) -> Answer {
    let lines = match query(&request)? {
        None => Vec::new(),
        Some(query) => context.engine.logs(&query, 0, None).await.items,
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
    let (events, response) = Events::open(context.stream_place()?);
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
                () = context.drained() => return,
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

/// What lines are found by.
const FIELDS: &[&str] = &[
    "q",
    "namespace",
    "flowId",
    "triggerId",
    "minLevel",
    "level",
    "startDate",
    "endDate",
    "timeRange",
    "taskId",
    "executionId",
    "scope",
    "taskRunId",
];

/// The parameters of clients that know no filters.
const FLAT: &[(&str, &str, Operation)] = &[
    ("q", "q", Operation::Contains),
    ("namespace", "namespace", Operation::Prefix),
    ("flowId", "flowId", Operation::Equals),
    ("triggerId", "triggerId", Operation::Equals),
    ("minLevel", "minLevel", Operation::Equals),
    ("startDate", "startDate", Operation::GreaterThanOrEqualTo),
    ("endDate", "endDate", Operation::LessThanOrEqualTo),
];

/// `GET /logs/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let mut query = LogQuery::default();
    for condition in filters::read(&request.query, FIELDS, FLAT)? {
        let value = condition.value.as_str();
        match (condition.field.as_str(), condition.operation) {
            ("q", _) => query.text = Some(value.to_owned()),
            ("namespace", Operation::Prefix | Operation::Equals) => query.namespace = Some(value.to_owned()),
            ("flowId", Operation::Equals) => query.flow = Some(value.to_owned()),
            ("triggerId", Operation::Equals) => query.trigger = Some(value.to_owned()),
            ("taskId", Operation::Equals | Operation::In) => {
                query.tasks = value.split(',').map(str::to_owned).collect();
            }
            ("taskRunId", Operation::Equals) => query.task_run = value.parse().ok(),
            ("executionId", Operation::Equals) => match value.parse() {
                Ok(id) => query.execution = Some(id),
                Err(_) => return Ok(paged(&Vec::<Value>::new(), 0)),
            },
            ("minLevel" | "level", _) => {
                let level = parse_level(value);
                query.level = Some(level.ok_or_else(|| Problem::argument(format!("`{value}` is no log level")))?);
            }
            ("timeRange", _) => {
                let span = crate::duration::parse(value)
                    .ok_or_else(|| Problem::argument(format!("`{value}` is no duration in ISO 8601")))?;
                query.from = Some(Timestamp::now().checked_sub(span).unwrap_or(Timestamp::MIN));
            }
            ("startDate", _) => query.from = Some(moment(value)?),
            ("endDate", _) => query.to = Some(moment(value)?),
            ("scope", _) => {}
            (field, _) => return Err(Problem::bad_request(format!("`{field}` cannot be compared so here"))),
        }
    }
    let newest_first = paging.sort.first().is_none_or(|(_, direction)| *direction == Direction::Descending);
    let total = context.engine.logs(&query, 0, Some(0)).await.total;
    let page = match newest_first {
        // Lines are kept oldest first: the page is counted from the end.
        true => {
            let end = total.saturating_sub(paging.offset());
            let start = end.saturating_sub(paging.size);
            let mut lines = context.engine.logs(&query, start, Some(end - start)).await.items;
            lines.reverse();
            lines
        }
        false => context.engine.logs(&query, paging.offset(), Some(paging.size)).await.items,
    };
    Ok(paged(&page.iter().map(LogLine::document).collect::<Vec<_>>(), total))
}
