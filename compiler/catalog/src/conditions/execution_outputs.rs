//! Executions that gave something back.

use crate::prelude::*;

/// Holds where an expression on what an execution gave back evaluates to something true.
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
///       - type: io.kestra.plugin.core.condition.ExecutionOutputs
///         expression: "{{ trigger.outputs.total > 10 }}"
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.ExecutionOutputs",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.ExecutionOutputsCondition"),
    was("io.kestra.plugin.core.condition.ExecutionOutputsCondition")
)]
pub struct ExecutionOutputs {
    /// What is tested: `{{ trigger.outputs.total > 10 }}`.
    pub expression: bool,
}
