//! Executions with certain labels.

use crate::prelude::*;

/// Holds for executions that have labels.
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
///       - type: io.kestra.plugin.core.condition.ExecutionLabels
///         labels:
///           customer: acme
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.ExecutionLabels",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.ExecutionLabelsCondition"),
    was("io.kestra.plugin.core.condition.ExecutionLabelsCondition")
)]
pub struct ExecutionLabels {
    /// The labels, all of which it must have.
    #[fixed]
    pub labels: Labels,
}
