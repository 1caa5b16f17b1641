//! Executions of a namespace.

use crate::prelude::*;

/// Holds for executions of flows of a namespace.
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
///       - type: io.kestra.plugin.core.condition.ExecutionNamespace
///         namespace: demo
///         comparison: PREFIX
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.ExecutionNamespace",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.ExecutionNamespaceCondition"),
    was("io.kestra.plugin.core.condition.ExecutionNamespaceCondition")
)]
pub struct ExecutionNamespace {
    /// The namespace.
    pub namespace: String,
    /// How it is compared; `EQUALS` where absent.
    pub comparison: Option<Comparison>,
    /// Whether the beginning is enough.
    #[default(false)]
    pub prefix: bool,
}

/// How a namespace is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Comparison {
    /// It is the same.
    Equals,
    /// It begins with it.
    Prefix,
    /// It ends with it.
    Suffix,
}
