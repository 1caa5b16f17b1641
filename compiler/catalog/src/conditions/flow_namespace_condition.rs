//! The namespace of the flow itself (old form).

use crate::prelude::*;

/// Holds where the flow itself belongs to a namespace.
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
///       - type: io.kestra.plugin.core.condition.FlowNamespaceCondition
///         namespace: demo
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.FlowNamespaceCondition",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.FlowNamespaceCondition"),
    obsolete("use `io.kestra.plugin.core.condition.ExecutionNamespace`")
)]
pub struct FlowNamespaceCondition {
    /// The namespace.
    #[fixed]
    pub namespace: String,
    /// Whether the beginning is enough.
    #[default(false)]
    #[fixed]
    pub prefix: bool,
}
