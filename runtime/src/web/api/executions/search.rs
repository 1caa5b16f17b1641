//! Finding executions.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use plan::Text;

use super::super::filters::{self, Condition, Filter, Operation, moment};
use super::super::paging::{Direction, Paging, paged};
use super::shown;
use crate::execution::{Execution, State};
use crate::ids::ExecutionId;
use crate::query::{Order, Query, Summary};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, Response};

/// What executions are found by.
const FIELDS: &[&str] = &[
    "q",
    "scope",
    "namespace",
    "flowId",
    "kind",
    "labels",
    "state",
    "timeRange",
    "startDate",
    "endDate",
    "triggerExecutionId",
    "childFilter",
    "id",
    "executionId",
    "flowRevision",
    "triggerId",
    "parentId",
];

/// The parameters of clients that know no filters.
const FLAT: &[(&str, &str, Operation)] = &[
    ("q", "q", Operation::Contains),
    ("namespace", "namespace", Operation::Prefix),
    ("flowId", "flowId", Operation::Equals),
    ("startDate", "startDate", Operation::GreaterThanOrEqualTo),
    ("endDate", "endDate", Operation::LessThanOrEqualTo),
    ("timeRange", "timeRange", Operation::Equals),
    ("state", "state", Operation::In),
    ("labels", "labels", Operation::Equals),
    ("triggerExecutionId", "triggerExecutionId", Operation::Equals),
    ("childFilter", "childFilter", Operation::Equals),
    ("scope", "scope", Operation::In),
    ("kind", "kind", Operation::Equals),
];

/// `GET /executions/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    if request.query.given("timeRange").is_some() && request.query.given("startDate").is_some() {
        return Err(Problem::argument("`timeRange` and `startDate` exclude each other"));
    }
    let (mut query, rest) = translate(filters::read(&request.query, FIELDS, FLAT)?)?;
    query.visible = visible(&request);
    find(&context, query, rest, &paging).await
}

/// `GET /executions?namespace=…&flowId=…`: of exactly one flow.
pub async fn of_flow(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let required = |name: &str| {
        request
            .query
            .given(name)
            .map(str::to_owned)
            .ok_or_else(|| Problem::bad_request(format!("the query has no `{name}`")))
    };
    let namespace = required("namespace")?;
    let query = Query {
        namespace: Some(namespace.clone()),
        visible: visible(&request),
        flow: Some(required("flowId")?),
        ..Query::default()
    };
    let exactly = Condition { field: "namespace".into(), operation: Operation::Equals, key: None, value: namespace };
    find(&context, query, Filter { all: vec![exactly], any: Vec::new() }, &paging).await
}

/// The namespaces whoever asks is kept to.
fn visible(request: &Request) -> Option<Vec<Text>> {
    request.caller.identity.bounds().map(<[_]>::to_vec)
}

/// The executions that a query finds, or the filters in a document, as the clients of 0.24 send them.
///
/// # Errors
///
/// 400 for filters that cannot be read.
pub(in crate::web::api) async fn matching(
    context: &Context,
    request: &Request,
    document: &[u8],
) -> Result<Vec<ExecutionId>, Problem> {
    Ok(summaries(context, request, document).await?.iter().map(|summary| summary.id).collect())
}

/// The same as lists show them.
///
/// # Errors
///
/// As [`matching`].
pub(super) async fn summaries(context: &Context, request: &Request, document: &[u8]) -> Result<Vec<Summary>, Problem> {
    let mut filter = filters::read(&request.query, FIELDS, FLAT)?;
    filter.narrow(filters::of_document(document, FIELDS)?);
    let (mut query, rest) = translate(filter)?;
    query.visible = visible(request);
    let mut found = context.engine.list(&query).await?.items;
    found.retain(|summary| rest.accepts(&|condition| holds(summary, condition)));
    Ok(found)
}

/// What is wrong with the value of a condition.
fn judge(Condition { field, operation, value, .. }: &Condition) -> Result<(), Problem> {
    match field.as_str() {
        "state" if matches!(operation, Operation::Equals | Operation::NotEquals | Operation::In | Operation::NotIn) => {
            for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                State::parse(name).ok_or_else(|| Problem::argument(format!("`{name}` is no state")))?;
            }
            Ok(())
        }
        "timeRange" => span(value).map(drop),
        "childFilter" if !matches!(value.as_str(), "CHILD" | "MAIN") => {
            Err(Problem::argument(format!("`{value}` is neither `CHILD` nor `MAIN`")))
        }
        "scope" => scope(value),
        "startDate" | "endDate" if !matches!(operation, Operation::IsNull | Operation::IsNotNull) => {
            moment(value).map(drop)
        }
        _ => Ok(()),
    }
}

/// Whose flows are meant: those of users, or those of the system.
pub(in crate::web::api) fn scope(value: &str) -> Result<(), Problem> {
    let unknown = |name: &&str| !matches!(*name, "USER" | "SYSTEM");
    match value.split(',').map(str::trim).find(unknown) {
        Some(name) => Err(Problem::argument(format!("`{name}` is no scope; `USER` and `SYSTEM` are"))),
        None => Ok(()),
    }
}

fn span(value: &str) -> Result<SignedDuration, Problem> {
    crate::duration::parse(value).ok_or_else(|| Problem::argument(format!("`{value}` is no duration in ISO 8601")))
}

/// The conditions the engine's index answers, and the rest.
fn translate(filter: Filter) -> Result<(Query, Filter), Problem> {
    filter.judge(&judge)?;
    let mut query = Query::default();
    let mut rest = Filter { all: Vec::new(), any: filter.any };
    for condition in filter.all {
        let value = condition.value.as_str();
        match (condition.field.as_str(), condition.operation) {
            ("q", Operation::Contains | Operation::Equals) if query.text.is_none() => {
                query.text = Some(value.to_owned());
            }
            ("namespace", Operation::Prefix) if query.namespace.is_none() => query.namespace = Some(value.to_owned()),
            ("flowId", Operation::Equals) if query.flow.is_none() => query.flow = Some(value.to_owned()),
            ("state", Operation::Equals | Operation::In)
                if query.states.is_empty() || condition.operation == Operation::In =>
            {
                query.states.extend(value.split(',').filter_map(|name| State::parse(name.trim())));
            }
            ("labels", Operation::Equals) => {
                query.labels.push((condition.key.as_deref().unwrap_or_default().into(), value.into()));
            }
            ("triggerExecutionId", Operation::Equals) => match value.parse() {
                Ok(id) => query.trigger_execution = Some(id),
                Err(_) => rest.all.push(condition),
            },
            ("timeRange", _) if query.from.is_none() => query.from = Some(since(span(value)?)),
            ("startDate", Operation::GreaterThanOrEqualTo) if query.from.is_none() => {
                query.from = Some(moment(value)?);
            }
            ("startDate" | "endDate", Operation::LessThanOrEqualTo) if query.to.is_none() => {
                query.to = Some(moment(value)?);
            }
            _ => rest.all.push(condition),
        }
    }
    Ok((query, rest))
}

/// So long ago.
fn since(span: SignedDuration) -> Timestamp {
    Timestamp::now().checked_sub(span).unwrap_or(Timestamp::MIN)
}

/// Whether an execution meets a condition the index does not answer.
fn holds(summary: &Summary, condition: &Condition) -> bool {
    let Condition { field, operation, key, value } = condition;
    let is = |text: &str| operation.holds(text, value);
    match field.as_str() {
        "namespace" => is(&summary.flow.namespace),
        "flowId" => is(&summary.flow.id),
        "state" => is(summary.state.name()),
        "id" | "executionId" => is(&summary.id.to_string()),
        "flowRevision" => is(&summary.revision.to_string()),
        "kind" => is(summary.kind.name()),
        "parentId" => is(&summary.parent.map(|id| id.to_string()).unwrap_or_default()),
        "triggerExecutionId" => is(&summary.trigger_execution.map(|id| id.to_string()).unwrap_or_default()),
        "childFilter" => (summary.trigger_execution.is_some()) == (value == "CHILD"),
        "scope" => is(if &*summary.flow.namespace == "system" { "SYSTEM" } else { "USER" }),
        "labels" => {
            let label = summary.labels.iter().find(|(name, _)| Some(&**name) == key.as_deref());
            operation.holds_of(label.map(|(_, text)| &**text), value)
        }
        "q" => {
            let texts = [summary.flow.id.to_string(), summary.flow.namespace.to_string(), summary.id.to_string()];
            match operation {
                // A text that is looked for may stand anywhere.
                Operation::Equals => texts.iter().any(|text| Operation::Contains.holds(text, value)),
                _ if operation.denies() => texts.iter().all(|text| is(text)),
                _ => texts.iter().any(|text| is(text)),
            }
        }
        "timeRange" => span(value).is_ok_and(|span| summary.start >= since(span)),
        "startDate" => compare(*operation, Some(summary.start), value),
        "endDate" => compare(*operation, summary.end, value),
        _ => true,
    }
}

fn compare(operation: Operation, at: Option<Timestamp>, value: &str) -> bool {
    match (at, moment(value)) {
        (None, _) => operation.denies(),
        (Some(_), Err(_)) => operation == Operation::IsNotNull,
        (Some(at), Ok(value)) => operation.orders(&at, &value),
    }
}

async fn find(context: &Context, mut query: Query, rest: Filter, paging: &Paging) -> Answer {
    let by_start = |field: &str| matches!(field, "state.startDate" | "startDate" | "id");
    let simple = rest.is_empty() && paging.sort.iter().all(|(field, _)| by_start(field));
    if let Some((_, Direction::Ascending)) = paging.sort.first().filter(|(field, _)| by_start(field)) {
        query.order = Order::OldestFirst;
    }
    if simple {
        query.offset = paging.offset();
        query.limit = Some(paging.size);
        let page = context.engine.list(&query).await?;
        return answer(context, &page.items, page.total).await;
    }
    let mut all = context.engine.list(&query).await?.items;
    all.retain(|summary| rest.accepts(&|condition| holds(summary, condition)));
    all.sort_by(|a, b| order(a, b, paging));
    answer(context, &paging.of(all.iter()).into_iter().cloned().collect::<Vec<_>>(), all.len()).await
}

fn order(a: &Summary, b: &Summary, paging: &Paging) -> std::cmp::Ordering {
    let lasted =
        |summary: &Summary| -> SignedDuration { summary.end.unwrap_or(Timestamp::MAX).duration_since(summary.start) };
    paging.sort.iter().fold(std::cmp::Ordering::Equal, |ordering, (field, direction)| {
        let by_field = match field.as_str() {
            "namespace" => a.flow.namespace.cmp(&b.flow.namespace),
            "flowId" => a.flow.id.cmp(&b.flow.id),
            "state.current" | "state" => a.state.name().cmp(b.state.name()),
            "state.endDate" | "endDate" => a.end.cmp(&b.end),
            "state.duration" | "duration" => lasted(a).cmp(&lasted(b)),
            _ => a.start.cmp(&b.start),
        };
        ordering.then(if *direction == Direction::Ascending { by_field } else { by_field.reverse() })
    })
}

async fn answer(context: &Context, summaries: &[Summary], total: usize) -> Result<Response, Problem> {
    let mut executions: Vec<Arc<Execution>> = Vec::with_capacity(summaries.len());
    for summary in summaries {
        // One that was deleted since the list was made is left out.
        executions.extend(context.engine.execution(summary.id).await?);
    }
    let rows: Vec<_> = executions.iter().map(|execution| shown(execution)).collect();
    Ok(paged(&rows, total))
}
