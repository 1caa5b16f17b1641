//! `execution.PurgeExecutions`: forgets executions that have ended.

use plan::{Failure, Value};

use super::states;
use crate::engine::Parts;
use crate::metrics::Metric;
use crate::query::Query;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.execution.PurgeExecutions", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(purge(properties, host))
}

async fn purge(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let query = Query {
        namespace: properties.text("namespace")?,
        flow: properties.text("flowId")?,
        states: states(&properties)?,
        from: properties.moment("startDate")?,
        to: Some(properties.require("endDate", Properties::moment)?),
        ..Query::default()
    };
    let wants = |name| Ok::<_, Failure>(properties.flag(name)? != Some(false));
    let parts = Parts {
        executions: wants("purgeExecution")?,
        logs: wants("purgeLog")?,
        metrics: wants("purgeMetric")?,
        files: wants("purgeStorage")?,
    };
    let purged = host.engine.purge_executions(&query, parts).await;
    let purged = purged.map_err(|refusal| Failure::new(refusal.to_string()))?;
    let mut outputs = Vec::new();
    for (output, metric, count) in [
        ("executionsCount", "executions.size", purged.executions),
        ("logsCount", "logs.size", purged.logs),
        ("storagesCount", "storages.size", purged.files),
        ("metricsCount", "metrics.size", purged.metrics),
    ] {
        #[expect(clippy::cast_precision_loss, reason = "no store holds enough to tell")]
        host.metric(Metric::counter(metric, count as f64));
        outputs.push((output.into(), Value::integer(count as i64)));
    }
    Ok(Outcome { outputs: Some(outputs.into_iter().collect()), ..Outcome::nothing() })
}
