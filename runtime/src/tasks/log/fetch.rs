//! `log.Fetch`: the log of an execution as a file.

use plan::{Failure, Value, ion};

use crate::logs::{LogLine, LogQuery, level_name};
use crate::tasks::execution::unread;
use crate::tasks::host::output;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.log.Fetch", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(fetch(properties, host))
}

async fn fetch(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let execution = crate::tasks::execution::named(&properties, &host).await?;
    let query = LogQuery {
        level: Some(super::log::level(&properties)?),
        tasks: properties.texts("tasksId")?,
        ..LogQuery::of(execution)
    };
    let lines = host.engine.logs(&query, 0, None).await.map_err(unread)?.items;
    let rows: String = lines.iter().map(|line| format!("{}\n", ion::to_text(&row(line)))).collect();
    let uri = host.keep(&host.fresh_name(".ion"), rows).await?;
    Ok(Outcome::of([("size", Value::Long(lines.len() as i64)), ("uri", output(&uri))]))
}

/// A line as Kestra writes it.
fn row(line: &LogLine) -> Value {
    let LogLine { execution, flow, entry, .. } = line;
    let text = |text: Option<&plan::Text>| text.map_or(Value::Null, |text| Value::Text(text.clone()));
    Value::map([
        ("tenantId", Value::text("main")),
        ("namespace", Value::Text(flow.namespace.clone())),
        ("flowId", Value::Text(flow.id.clone())),
        ("taskId", text(entry.task.as_ref())),
        ("executionId", Value::text(execution.to_string())),
        ("taskRunId", entry.task_run.map_or(Value::Null, |run| Value::text(run.to_string()))),
        ("attemptNumber", entry.attempt.map_or(Value::Null, |attempt| Value::integer(i64::from(attempt)))),
        ("triggerId", text(entry.trigger.as_ref())),
        ("timestamp", Value::Instant(entry.at)),
        ("level", Value::text(level_name(entry.level))),
        ("message", Value::Text(entry.message.clone())),
    ])
}
