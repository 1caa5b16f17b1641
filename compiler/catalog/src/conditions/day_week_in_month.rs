//! A certain day of the week in a month.

use crate::objects::day_of_week::DayOfWeek;
use crate::prelude::*;

/// Holds on the first, second, third, fourth or last such day of the week in a month.
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
///       - type: io.kestra.plugin.core.condition.DayWeekInMonth
///         dayOfWeek: MONDAY
///         dayInMonth: FIRST
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.DayWeekInMonth",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.DayWeekInMonthCondition"),
    was("io.kestra.plugin.core.condition.DayWeekInMonthCondition"),
    able(ScheduleCondition)
)]
pub struct DayWeekInMonth {
    /// The date that is tested.
    #[default("{{ trigger.date }}")]
    #[rendered]
    pub date: Option<String>,
    /// The day of the week.
    pub day_of_week: DayOfWeek,
    /// Which of them in the month.
    pub day_in_month: DayInMonth,
}

/// Which of the same days of the week in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum DayInMonth {
    /// The first.
    First,
    /// The last.
    Last,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
}
