//! The figures that tasks have reported: of an execution, and of all executions of a flow together.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use plan::FlowName;
use serde_json::json;

use super::executions::named;
use super::filters::moment;
use super::paging::{Paging, paged};
use crate::metrics::{MetricLine, MetricQuery};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// `GET /metrics/{executionId}`.
pub async fn of_execution(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let execution = named(&context, &request).await?;
    let query = MetricQuery {
        task: request.query.given("taskId").map(str::to_owned),
        task_run: match request.query.given("taskRunId").map(str::parse) {
            None => None,
            Some(Ok(run)) => Some(run),
            // An id that is none has reported nothing.
            Some(Err(_)) => return Ok(paged(&Vec::<serde_json::Value>::new(), 0)),
        },
        ..MetricQuery::of(execution.id())
    };
    let page = context.engine.metrics(&query, paging.offset(), Some(paging.size)).await?;
    Ok(paged(&page.items.iter().map(MetricLine::document).collect::<Vec<_>>(), page.total))
}

/// `GET /metrics/names/{namespace}/{flowId}` and `…/{taskId}`.
pub async fn names(context: Arc<Context>, request: Request) -> Answer {
    let lines = context.engine.metrics(&of_flow(&request), 0, None).await?.items;
    Ok(json(&lines.iter().map(|line| &*line.entry.metric.name).collect::<BTreeSet<_>>()))
}

/// `GET /metrics/tasks/{namespace}/{flowId}`: the tasks that have reported something.
pub async fn tasks(context: Arc<Context>, request: Request) -> Answer {
    let lines = context.engine.metrics(&of_flow(&request), 0, None).await?.items;
    Ok(json(&lines.iter().map(|line| &*line.entry.task).collect::<BTreeSet<_>>()))
}

/// The longest time whose figures are put together by the hour.
const BY_THE_HOUR: SignedDuration = SignedDuration::from_hours(48);

/// How many days are looked at where nobody says.
const DAYS: i64 = 30;

/// `GET /metrics/aggregates/{namespace}/{flowId}/{metric}` and `…/{taskId}/{metric}`: sums, means or bounds by hour or
/// day.
pub async fn aggregates(context: Arc<Context>, request: Request) -> Answer {
    let now = Timestamp::now();
    let end = request.query.given("endDate").map(moment).transpose()?.unwrap_or(now);
    let earlier = end.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(Timestamp::MIN);
    let start = request.query.given("startDate").map(moment).transpose()?.unwrap_or(earlier);
    let put_together: fn(&[f64]) -> f64 = match request.query.given("aggregation").unwrap_or("sum") {
        "sum" => |values| values.iter().sum(),
        "avg" => mean,
        "min" => |values| values.iter().copied().fold(f64::INFINITY, f64::min),
        "max" => |values| values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        other => {
            return Err(Problem::argument(format!("`{other}` is no aggregation; there are sum, avg, min and max")));
        }
    };
    let name = request.parameter("metric").to_owned();
    let query = MetricQuery { name: Some(name.clone()), from: Some(start), to: Some(end), ..of_flow(&request) };
    let (group, step) = match end.duration_since(start) <= BY_THE_HOUR {
        true => ("hour", SignedDuration::from_hours(1)),
        false => ("day", SignedDuration::from_hours(24)),
    };
    let lines = context.engine.metrics(&query, 0, None).await?.items;
    let bucket = |at: Timestamp| at.as_second().div_euclid(step.as_secs()) * step.as_secs();
    let mut rows: std::collections::BTreeMap<i64, Vec<f64>> = std::collections::BTreeMap::new();
    for line in &lines {
        rows.entry(bucket(line.entry.at)).or_default().push(line.entry.metric.value);
    }
    let rows = rows.into_iter().map(|(second, values)| {
        let date = Timestamp::from_second(second).unwrap_or(start).to_string();
        json!({"name": name, "value": put_together(&values), "date": date})
    });
    Ok(json(&json!({"groupBy": group, "aggregations": rows.collect::<Vec<_>>()})))
}

#[expect(clippy::cast_precision_loss, reason = "nobody reports 2^53 figures")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn of_flow(request: &Request) -> MetricQuery {
    let flow = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("flowId").into() };
    let task = Some(request.parameter("taskId")).filter(|task| !task.is_empty()).map(str::to_owned);
    MetricQuery { flow: Some(flow), task, ..MetricQuery::default() }
}
