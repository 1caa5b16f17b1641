//! A day of the week.

use crate::objects::day_of_week::DayOfWeek;
use crate::prelude::*;

/// Holds on a day of the week.
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
///       - type: io.kestra.plugin.core.condition.DayWeek
///         dayOfWeek: MONDAY
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.DayWeek",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.DayWeekCondition"),
    was("io.kestra.plugin.core.condition.DayWeekCondition"),
    able(ScheduleCondition)
)]
pub struct DayWeek {
    /// The date that is tested.
    #[default("{{ trigger.date }}")]
    pub date: Option<String>,
    /// The day of the week.
    pub day_of_week: DayOfWeek,
}
