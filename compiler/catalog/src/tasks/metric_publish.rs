//! Figures of an execution.

use crate::prelude::*;

/// Record figures of the execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: figures
///     type: io.kestra.plugin.core.metric.Publish
///     metrics:
///       - type: counter
///         name: rows
///         value: 42
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.metric.Publish")]
pub struct Publish {
    /// The figures.
    pub metrics: Option<Vec<Metric>>,
}

/// A figure of an execution.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(tag = "type", common = MetricCommon)]
pub enum Metric {
    /// A number that is added up.
    #[name("counter")]
    Counter(Counter),
    /// A number as it is.
    #[name("gauge")]
    Gauge(Gauge),
    /// A length of time.
    #[name("timer")]
    Timer(Timer),
}

/// What all kinds of it have.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct MetricCommon {
    /// What it says.
    #[property]
    pub description: Option<String>,
    /// Its name.
    #[property]
    pub name: String,
    /// Words to tell figures of one name apart.
    #[property]
    pub tags: Option<IndexMap<Text, String>>,
    /// The kind of figure.
    pub r#type: String,
}

/// A number that is added up.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Counter {
    /// What it says.
    #[property]
    pub description: Option<String>,
    /// Its name.
    #[property]
    pub name: String,
    /// Words to tell figures of one name apart.
    #[property]
    pub tags: Option<IndexMap<Text, String>>,
    /// The kind of figure.
    #[default("counter")]
    pub r#type: String,
    /// Its value.
    #[property]
    pub value: f64,
}

/// A number as it is.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Gauge {
    /// What it says.
    #[property]
    pub description: Option<String>,
    /// Its name.
    #[property]
    pub name: String,
    /// Words to tell figures of one name apart.
    #[property]
    pub tags: Option<IndexMap<Text, String>>,
    /// The kind of figure.
    #[default("gauge")]
    pub r#type: String,
    /// Its value.
    #[property]
    pub value: f64,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Timer {
    /// The kind of figure.
    #[default("timer")]
    pub r#type: String,
    /// Its name.
    #[property]
    pub name: String,
    /// Its value.
    #[property]
    pub value: SignedDuration,
    /// What it says.
    #[property]
    pub description: Option<String>,
    /// Words to tell figures of one name apart.
    #[property]
    pub tags: Option<IndexMap<Text, String>>,
}
