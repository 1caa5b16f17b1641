//! Removing a state (old form).

use crate::prelude::*;

/// Remove a state that executions of a flow share.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: forget
///     type: io.kestra.plugin.core.state.Delete
///     name: progress
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.state.Delete",
    until = "2.0",
    was("io.kestra.core.tasks.states.Delete"),
    obsolete("use `io.kestra.plugin.core.kv.Delete`", since = "1.1"),
    outputs = DeleteOutputs
)]
pub struct Delete {
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

/// Whether it was there.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DeleteOutputs {
    /// Whether the state was there.
    pub deleted: bool,
}
