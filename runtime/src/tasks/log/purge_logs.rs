//! `log.PurgeLogs`: forgets entries of logs.

use plan::{Dialect, Failure, Value};

use crate::logs::{LogQuery, parse_level};
use crate::metrics::Metric;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.log.PurgeLogs", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(purge(properties, host))
}

async fn purge(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let named = properties.text("executionId")?;
    let execution = named.map(|id| id.parse().map_err(|_| Failure::new(format!("`{id}` is no id of an execution"))));
    let query = LogQuery {
        execution: execution.transpose()?,
        namespace: properties.text("namespace")?,
        flow: properties.text("flowId")?,
        from: properties.moment("startDate")?,
        to: Some(properties.require("endDate", Properties::moment)?),
        ..LogQuery::default()
    };
    let level = |name: &String| parse_level(name).ok_or_else(|| Failure::new(format!("`{name}` is no level")));
    let levels = properties.texts("logLevels")?.iter().map(level).collect::<Result<Vec<_>, _>>()?;
    // Every entry belongs to an execution here.
    let wanted = properties.flag("purgeExecutionLogs")? != Some(false);
    let count = if wanted { host.engine.purge_logs(&query, &levels).await } else { Ok(0) };
    let count = count.map_err(|refusal| Failure::new(refusal.to_string()))?;
    #[expect(clippy::cast_precision_loss, reason = "no log is long enough to tell")]
    host.metric(Metric::counter("logs.size", count as f64));
    let shown = Value::integer(count as i64);
    Ok(match host.here.dialect {
        Dialect::V1 => Outcome::of([("count", shown)]),
        Dialect::V2 => Outcome::of([
            ("count", shown.clone()),
            ("executionLogsCount", shown),
            ("nonExecutionLogsCount", Value::integer(0)),
        ]),
    })
}
