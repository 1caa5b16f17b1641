//! None of several conditions.

use crate::prelude::*;

/// Holds where none of several conditions holds.
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
///       - type: io.kestra.plugin.core.condition.Not
///         conditions:
///           - type: io.kestra.plugin.core.condition.Weekend
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.Not",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.NotCondition"),
    was("io.kestra.plugin.core.condition.NotCondition"),
    able(ScheduleCondition)
)]
pub struct Not {
    /// The conditions.
    #[fixed]
    #[not_empty]
    pub conditions: Vec<Condition>,
}
