//! The figures that tasks report while they run.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plan::Text;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ids::{ExecutionId, TaskRunId};

/// A figure a task reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Its name.
    pub name: Text,
    /// What it counts.
    pub kind: MetricKind,
    /// The figure; of a timer in milliseconds.
    pub value: f64,
    /// What it can be told apart by.
    pub tags: BTreeMap<String, String>,
}

/// What a metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MetricKind {
    /// How many.
    Counter,
    /// How long.
    Timer,
    /// How much, as it is.
    Gauge,
}

/// A figure with the task run that reported it, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricEntry {
    /// When it was reported.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
    /// The task's id.
    pub task: Text,
    /// The task run.
    pub task_run: TaskRunId,
    /// The figure; its tags hold no secrets.
    pub metric: Metric,
}

/// An entry together with where it belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricLine {
    /// The execution.
    pub execution: ExecutionId,
    /// The flow.
    pub flow: plan::FlowName,
    /// The entry.
    pub entry: MetricEntry,
}

impl Metric {
    /// How many there were.
    pub fn counter(name: &'static str, value: f64) -> Self {
        Self { name: name.into(), kind: MetricKind::Counter, value, tags: BTreeMap::new() }
    }
}

impl MetricKind {
    /// As the API and flows write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Timer => "timer",
            Self::Gauge => "gauge",
        }
    }
}

impl MetricLine {
    /// The figure as the API shows it.
    pub fn document(&self) -> serde_json::Value {
        let MetricEntry { at, task, task_run, metric } = &self.entry;
        json!({
            "tenantId": "main",
            "namespace": self.flow.namespace,
            "flowId": self.flow.id,
            "taskId": task,
            "executionId": self.execution.to_string(),
            "taskRunId": task_run.to_string(),
            "type": metric.kind.name(),
            "name": metric.name,
            "value": metric.value,
            "timestamp": at.to_string(),
            "tags": metric.tags,
        })
    }
}

/// Which figures are asked for; what is not set accepts all.
#[derive(Clone, Debug, Default)]
pub struct MetricQuery {
    /// Only of this execution.
    pub execution: Option<ExecutionId>,
    /// Only of the flow with this name.
    pub flow: Option<plan::FlowName>,
    /// Only of this task.
    pub task: Option<String>,
    /// Only of this task run.
    pub task_run: Option<TaskRunId>,
    /// Only of this name.
    pub name: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not after.
    pub to: Option<Timestamp>,
}

impl MetricQuery {
    /// All figures of one execution.
    pub fn of(execution: ExecutionId) -> Self {
        Self { execution: Some(execution), ..Self::default() }
    }

    /// Whether a figure is asked for.
    pub fn matches(&self, line: &MetricLine) -> bool {
        let entry = &line.entry;
        self.execution.is_none_or(|id| id == line.execution)
            && self.flow.as_ref().is_none_or(|flow| *flow == line.flow)
            && self.task.as_ref().is_none_or(|task| **task == *entry.task)
            && self.task_run.is_none_or(|run| entry.task_run == run)
            && self.name.as_ref().is_none_or(|name| **name == *entry.metric.name)
            && self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at <= to)
    }
}
