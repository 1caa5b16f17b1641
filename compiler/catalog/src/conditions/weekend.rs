//! Weekends.

use crate::prelude::*;

/// Holds on Saturdays and Sundays.
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
///       - type: io.kestra.plugin.core.condition.Weekend
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.Weekend",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.WeekendCondition"),
    was("io.kestra.plugin.core.condition.WeekendCondition"),
    able(ScheduleCondition)
)]
pub struct Weekend {
    /// The date that is tested.
    #[default("{{ trigger.date }}")]
    pub date: Option<String>,
}
