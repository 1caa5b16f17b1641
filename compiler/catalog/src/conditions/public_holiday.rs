//! Public holidays.

use crate::prelude::*;

/// Holds on public holidays of a country.
///
/// The countries with a calendar are those of the function `isPublicHoliday`.
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
///       - type: io.kestra.plugin.core.condition.PublicHoliday
///         country: DE
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.PublicHoliday",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.PublicHolidayCondition"),
    was("io.kestra.plugin.core.condition.PublicHolidayCondition"),
    able(ScheduleCondition)
)]
pub struct PublicHoliday {
    /// The date that is tested.
    #[default("{{ trigger.date}}")]
    pub date: Option<String>,
    /// The country, by its ISO 3166 code.
    pub country: Option<String>,
    /// The part of the country, by its ISO 3166 code.
    pub sub_division: Option<String>,
}
