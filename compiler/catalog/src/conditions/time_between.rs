//! A time of day between two others.

use crate::prelude::*;

/// Holds between two times of day.
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
///       - type: io.kestra.plugin.core.condition.TimeBetween
///         after: "08:00:00+00:00"
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.TimeBetween",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.TimeBetweenCondition"),
    was("io.kestra.plugin.core.condition.TimeBetweenCondition"),
    able(ScheduleCondition)
)]
pub struct TimeBetween {
    /// The date that is tested.
    #[default("{{ trigger.date }}")]
    pub date: Option<String>,
    /// It is later than this time, which names its offset.
    pub after: Option<Time>,
    /// It is earlier than this time, which names its offset.
    pub before: Option<Time>,
}
