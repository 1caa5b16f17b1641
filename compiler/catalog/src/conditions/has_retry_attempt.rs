//! Executions that were tried again.

use crate::objects::state::State;
use crate::prelude::*;

/// Holds for executions in which an attempt of a task that was tried again ended in certain states.
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
///       - type: io.kestra.plugin.core.condition.HasRetryAttempt
///         in: [FAILED]
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.HasRetryAttempt",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.HasRetryAttemptCondition"),
    was("io.kestra.plugin.core.condition.HasRetryAttemptCondition")
)]
pub struct HasRetryAttempt {
    /// The states.
    pub r#in: Option<Vec<State>>,
    /// The states that do not count.
    pub not_in: Option<Vec<State>>,
}
