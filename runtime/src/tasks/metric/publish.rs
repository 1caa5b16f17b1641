//! `metric.Publish`: reports figures.

use plan::{Failure, Value, java};

use crate::metrics::{Metric, MetricKind};
use crate::tasks::{Act, Behaviour, Journal, Outcome, Properties};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.metric.Publish", act: Act::Compute(run) };

const KINDS: &[(&str, MetricKind)] = &[
    (MetricKind::Counter.name(), MetricKind::Counter),
    (MetricKind::Timer.name(), MetricKind::Timer),
    (MetricKind::Gauge.name(), MetricKind::Gauge),
];

fn run(properties: &Properties, journal: &dyn Journal) -> Result<Outcome, Failure> {
    for figure in properties.list("metrics")?.unwrap_or_default() {
        let Value::Map(figure) = figure else { return Err(Failure::new("each of `metrics` must be a map")) };
        let figure = Properties::new(figure.as_ref().clone());
        let kind = figure.word("type", KINDS)?.ok_or_else(|| Failure::new("the property `type` is missing"))?;
        let value = match kind {
            MetricKind::Timer => figure.duration("value")?.map(|length| length.as_secs_f64() * 1000.0),
            MetricKind::Counter | MetricKind::Gauge => {
                figure.value("value").and_then(|value| value.as_f64().or_else(|| java::to_text(value).parse().ok()))
            }
        };
        let tags = figure.map("tags")?.unwrap_or_default();
        journal.metric(Metric {
            name: figure.require("name", Properties::text)?.into(),
            kind,
            value: value.ok_or_else(|| Failure::new("the property `value` must be a number"))?,
            tags: tags.iter().map(|(key, value)| (key.to_string(), java::to_text(value))).collect(),
        });
    }
    Ok(Outcome::nothing())
}
