//! A date between two others.

use crate::prelude::*;

/// Holds between two points in time.
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
///       - type: io.kestra.plugin.core.condition.DateTimeBetween
///         after: 2025-01-01T00:00:00Z
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.DateTimeBetween",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.DateTimeBetweenCondition"),
    was("io.kestra.plugin.core.condition.DateTimeBetweenCondition"),
    able(ScheduleCondition)
)]
pub struct DateTimeBetween {
    /// The date that is tested.
    #[default("{{ trigger.date }}")]
    #[rendered]
    pub date: Option<String>,
    /// It is later than this.
    pub after: Option<Moment>,
    /// It is earlier than this.
    pub before: Option<Moment>,
}
