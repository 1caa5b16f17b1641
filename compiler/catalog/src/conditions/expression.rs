//! An expression.

use crate::prelude::*;

/// Holds where an expression evaluates to something true.
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
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 3 * * *"
///     conditions:
///       - type: io.kestra.plugin.core.condition.Expression
///         expression: "{{ trigger.date | date('d') == '1' }}"
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.Expression",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.VariableCondition"),
    was("io.kestra.plugin.core.condition.ExpressionCondition")
)]
pub struct Expression {
    /// What is tested; only an empty text and `false` are false.
    pub expression: String,
}
