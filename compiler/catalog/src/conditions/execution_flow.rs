//! Executions of a flow.

use crate::prelude::*;

/// Holds for executions of a flow.
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
///       - type: io.kestra.plugin.core.condition.ExecutionFlow
///         namespace: demo
///         flowId: greet
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.ExecutionFlow",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.ExecutionFlowCondition"),
    was("io.kestra.plugin.core.condition.ExecutionFlowCondition")
)]
pub struct ExecutionFlow {
    /// The namespace of the flow.
    pub namespace: String,
    /// The id of the flow.
    pub flow_id: String,
}
