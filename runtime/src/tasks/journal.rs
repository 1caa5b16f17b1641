//! What a task says while it runs: log lines and metrics.

use std::collections::BTreeMap;

use plan::step::LogLevel;

/// Where a task's words go; whoever implements it masks secrets.
pub(crate) trait Journal: Send + Sync {
    /// Says a line.
    fn log(&self, level: LogLevel, message: String);

    /// Reports a figure.
    fn metric(&self, metric: Metric);
}

/// A figure a task reports.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Metric {
    /// Its name.
    pub(crate) name: plan::Text,
    /// What it counts.
    pub(crate) kind: MetricKind,
    /// The figure; of a timer in milliseconds.
    pub(crate) value: f64,
    /// What it can be told apart by.
    pub(crate) tags: BTreeMap<String, String>,
}

/// What a metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MetricKind {
    /// How many.
    Counter,
    /// How long.
    Timer,
    /// How much, as it is.
    Gauge,
}

impl Metric {
    /// How many there were.
    pub(crate) fn counter(name: &'static str, value: f64) -> Self {
        Self { name: name.into(), kind: MetricKind::Counter, value, tags: BTreeMap::new() }
    }
}
