//! Counting executions.

use crate::objects::state::State;
use crate::prelude::*;

/// Count executions of flows in a time.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: count
///     type: io.kestra.plugin.core.execution.Count
///     flows:
///       - namespace: demo
///         flowId: greet
///     expression: "{{ count == 0 }}"
///     startDate: "{{ now() | dateAdd(-1, 'DAYS') }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.execution.Count",
    until = "2.0",
    was("io.kestra.core.tasks.executions.Counts"),
    obsolete("use `io.kestra.plugin.kestra.executions.Count`", since = "1.2"),
    outputs = CountOutputs
)]
pub struct Count {
    /// The flows.
    #[fixed]
    pub flows: Option<Vec<CountedFlow>>,
    /// Only flows of these namespaces.
    pub namespaces: Option<Vec<String>>,
    /// Only executions in these states.
    pub states: Option<Vec<State>>,
    /// Only executions that started after this time.
    pub start_date: String,
    /// Only executions that started before this time.
    pub end_date: Option<String>,
    /// Which flows are reported: `{{ count > 0 }}`.
    #[rendered]
    pub expression: String,
}

/// The counts.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct CountOutputs {
    /// The count of each flow.
    pub results: Vec<CountResult>,
    /// All together.
    pub total: i64,
}

/// A flow whose executions are counted.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct CountedFlow {
    /// The flow's id.
    pub flow_id: String,
    /// The flow's namespace.
    pub namespace: String,
}

/// How many executions of a flow there are.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct CountResult {
    /// How many.
    pub count: i64,
    /// The flow's id.
    pub flow_id: String,
    /// The flow's namespace.
    pub namespace: String,
}
