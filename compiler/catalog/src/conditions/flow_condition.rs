//! The flow itself (old form).

use crate::prelude::*;

/// Holds where this is the flow itself.
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
///       - type: io.kestra.plugin.core.condition.FlowCondition
///         namespace: demo
///         flowId: greet
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.FlowCondition",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.FlowCondition"),
    obsolete("use `io.kestra.plugin.core.condition.ExecutionFlow`")
)]
pub struct FlowCondition {
    /// The namespace of the flow.
    #[fixed]
    pub namespace: String,
    /// The id of the flow.
    #[fixed]
    pub flow_id: String,
}
