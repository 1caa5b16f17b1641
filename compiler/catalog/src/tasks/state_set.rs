//! Writing a state (old form).

use crate::prelude::*;

/// Add values to a state that executions of a flow share.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.state.Set
///     data:
///       last: "{{ execution.id }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.state.Set",
    until = "2.0",
    was("io.kestra.core.tasks.states.Set"),
    obsolete("use `io.kestra.plugin.core.kv.Set`", since = "1.1"),
    outputs = SetOutputs
)]
pub struct Set {
    /// The name of the state.
    #[default("default")]
    pub name: String,
    /// Whether the state belongs to the namespace instead of the flow.
    #[default(false)]
    pub namespace: bool,
    /// Whether each value of a loop has a state of its own.
    #[default(true)]
    pub taskrun_value: bool,
    /// The values to add.
    pub data: Option<IndexMap<Text, Value>>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SetOutputs {
    /// How many values it has.
    pub count: i64,
    /// The key it is kept under.
    pub key: String,
}
