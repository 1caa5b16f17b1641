//! Failing on purpose.

use crate::prelude::*;

/// Fail the execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: stop
///     type: io.kestra.plugin.core.execution.Fail
///     errorMessage: this cannot go on
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.execution.Fail", was("io.kestra.core.tasks.executions.Fail", until = "2.0"), pure)]
pub struct Fail {
    /// Fails only where this evaluates to something true.
    pub condition: Option<String>,
    /// What the log says.
    #[default("Task failure")]
    pub error_message: String,
}
