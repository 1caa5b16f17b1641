//! Finding log lines.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::filters::{self, Condition, Filter, Operation, moment};
use super::super::paging::{Direction, Paging, paged};
use crate::logs::{LogLine, LogQuery, level_name, parse_level};
use crate::query::{Order, Page};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::Answer;

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
    "attemptNumber",
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
    ("timeRange", "timeRange", Operation::Equals),
];

/// `GET /logs/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let filter = filters::read(&request.query, FIELDS, FLAT)?;
    filter.judge(&judge)?;
    let (mut query, rest) = translate(filter);
    query.visible = request.caller.identity.bounds().map(<[_]>::to_vec);
    let order = match paging.sort.first() {
        Some((_, Direction::Ascending)) => Order::OldestFirst,
        Some((_, Direction::Descending)) | None => Order::NewestFirst,
    };
    let accepts = |line: &LogLine| rest.accepts(&|condition| holds(line, condition));
    let Page { items, total } =
        context.engine.logs_that(&query, &accepts, order, paging.offset(), Some(paging.size)).await?;
    Ok(paged(&items.iter().map(LogLine::document).collect::<Vec<_>>(), total))
}

/// What is wrong with the value of a condition.
fn judge(Condition { field, operation, value, .. }: &Condition) -> Result<(), Problem> {
    let level = |name: &str| {
        let known = parse_level(&name.trim().to_ascii_uppercase());
        known.map(drop).ok_or_else(|| Problem::argument(format!("`{name}` is no log level")))
    };
    match field.as_str() {
        "minLevel" => level(value),
        "level" => value.split(',').try_for_each(level),
        "timeRange" => since(value).map(drop),
        "startDate" | "endDate" if !matches!(operation, Operation::IsNull | Operation::IsNotNull) => {
            moment(value).map(drop)
        }
        _ => Ok(()),
    }
}

/// The moment that lies so long ago.
fn since(value: &str) -> Result<Timestamp, Problem> {
    let span = crate::duration::parse(value)
        .ok_or_else(|| Problem::argument(format!("`{value}` is no duration in ISO 8601")))?;
    Ok(Timestamp::now().checked_sub(span).unwrap_or(Timestamp::MIN))
}

/// The conditions that the engine answers, and the rest; of values that were judged.
fn translate(filter: Filter) -> (LogQuery, Filter) {
    let mut query = LogQuery::default();
    let mut rest = Filter { all: Vec::new(), any: filter.any };
    for condition in filter.all {
        let value = condition.value.as_str();
        let own = || Some(value.to_owned());
        match (condition.field.as_str(), condition.operation) {
            ("q", Operation::Equals | Operation::Contains) if query.text.is_none() => query.text = own(),
            ("namespace", Operation::Prefix) if query.namespace.is_none() => query.namespace = own(),
            ("flowId", Operation::Equals) if query.flow.is_none() => query.flow = own(),
            ("triggerId", Operation::Equals) if query.trigger.is_none() => query.trigger = own(),
            ("taskId", Operation::Equals | Operation::In) if query.tasks.is_empty() => {
                query.tasks = value.split(',').map(str::to_owned).collect();
            }
            // The least level that is shown, also where it is called `level`.
            ("minLevel", _) | ("level", Operation::Equals | Operation::GreaterThanOrEqualTo)
                if query.level.is_none() =>
            {
                query.level = parse_level(&value.to_ascii_uppercase());
            }
            ("executionId", Operation::Equals) if query.execution.is_none() => match value.parse() {
                Ok(id) => query.execution = Some(id),
                Err(_) => rest.all.push(condition),
            },
            ("timeRange", _) if query.from.is_none() => query.from = since(value).ok(),
            ("startDate", Operation::GreaterThanOrEqualTo) if query.from.is_none() => query.from = moment(value).ok(),
            ("endDate", Operation::LessThanOrEqualTo) if query.to.is_none() => query.to = moment(value).ok(),
            _ => rest.all.push(condition),
        }
    }
    (query, rest)
}

/// Whether a line meets a condition.
fn holds(line: &LogLine, Condition { field, operation, value, .. }: &Condition) -> bool {
    let entry = &line.entry;
    let is = |text: &str| operation.holds(text, value);
    match field.as_str() {
        // A text that is looked for may stand anywhere.
        "q" if *operation == Operation::Equals => Operation::Contains.holds(&entry.message, value),
        "q" => is(&entry.message),
        "namespace" => is(&line.flow.namespace),
        "flowId" => is(&line.flow.id),
        "triggerId" => operation.holds_of(entry.trigger.as_deref(), value),
        "taskId" => operation.holds_of(entry.task.as_deref(), value),
        "taskRunId" => operation.holds_of(entry.task_run.map(|run| run.to_string()).as_deref(), value),
        "attemptNumber" => operation.holds_of(entry.attempt.map(|number| number.to_string()).as_deref(), value),
        "executionId" => is(&line.execution.to_string()),
        "minLevel" => parse_level(&value.to_ascii_uppercase()).is_some_and(|least| entry.level >= least),
        "level" => is(level_name(entry.level)),
        "timeRange" => since(value).is_ok_and(|from| entry.at >= from),
        "startDate" | "endDate" => match moment(value) {
            Ok(value) => operation.orders(&entry.at, &value),
            Err(_) => *operation == Operation::IsNotNull,
        },
        "scope" => is(if &*line.flow.namespace == "system" { "SYSTEM" } else { "USER" }),
        _ => true,
    }
}
