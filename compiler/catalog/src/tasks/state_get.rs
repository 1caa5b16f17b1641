//! Reading a state (old form).

use crate::prelude::*;

/// Read a state that executions of a flow share.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: read
///     type: io.kestra.plugin.core.state.Get
///     name: progress
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.state.Get",
    until = "2.0",
    was("io.kestra.core.tasks.states.Get"),
    obsolete("use `io.kestra.plugin.core.kv.Get`", since = "1.1"),
    outputs = GetOutputs
)]
pub struct Get {
    /// The name of the state.
    #[default("default")]
    pub name: String,
    /// Whether the state belongs to the namespace instead of the flow.
    #[default(false)]
    pub namespace: bool,
    /// Whether each value of a loop has a state of its own.
    #[default(true)]
    pub taskrun_value: bool,
    /// Whether a missing state is a failure.
    #[default(false)]
    pub error_on_missing: bool,
}

/// The state.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct GetOutputs {
    /// How many values it has.
    pub count: i64,
    /// Its values.
    pub data: IndexMap<Text, Value>,
}
