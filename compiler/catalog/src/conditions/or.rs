//! Any of several conditions.

use crate::prelude::*;

/// Holds where any of several conditions holds.
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
///       - type: io.kestra.plugin.core.condition.Or
///         conditions:
///           - type: io.kestra.plugin.core.condition.Weekend
///           - type: io.kestra.plugin.core.condition.DayWeek
///             dayOfWeek: MONDAY
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.Or",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.OrCondition"),
    was("io.kestra.plugin.core.condition.OrCondition"),
    able(ScheduleCondition)
)]
pub struct Or {
    /// The conditions.
    #[fixed]
    #[not_empty]
    pub conditions: Vec<Condition>,
}
