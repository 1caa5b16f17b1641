//! Executions in certain states.

use crate::objects::state::State;
use crate::prelude::*;

/// Holds for executions in certain states.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: start
///     type: io.kestra.plugin.core.trigger.Flow
///     conditions:
///       - type: io.kestra.plugin.core.condition.ExecutionStatus
///         in: [FAILED, WARNING]
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.ExecutionStatus",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.ExecutionStatusCondition"),
    was("io.kestra.plugin.core.condition.ExecutionStatusCondition")
)]
pub struct ExecutionStatus {
    /// The states.
    pub r#in: Option<Vec<State>>,
    /// The states that do not count.
    pub not_in: Option<Vec<State>>,
}
