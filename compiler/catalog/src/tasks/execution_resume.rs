//! Resuming a paused execution.

use crate::prelude::*;

/// Resume a paused execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: resume
///     type: io.kestra.plugin.core.execution.Resume
///     executionId: "{{ inputs.execution }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.execution.Resume",
    until = "2.0",
    obsolete("use `io.kestra.plugin.kestra.executions.Resume`", since = "1.2")
)]
pub struct Resume {
    /// The execution; the running one where absent.
    pub execution_id: Option<String>,
    /// The flow of the execution.
    pub flow_id: Option<String>,
    /// The namespace of the execution.
    pub namespace: Option<String>,
    /// The answers to what the pause asks for.
    pub inputs: Option<IndexMap<Text, Value>>,
}
