//! Executions at given times.

use crate::prelude::*;
use crate::triggers::schedule::MissedSchedules;

/// Start the flow at given dates.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: fair
///     type: io.kestra.plugin.core.trigger.ScheduleOnDates
///     dates:
///       - 2030-01-01T09:00:00Z
/// ```
#[derive(Clone, Debug, PartialEq, Trigger)]
#[trigger("io.kestra.plugin.core.trigger.ScheduleOnDates", able(Polling))]
pub struct ScheduleOnDates {
    /// The dates and times.
    pub dates: Vec<Moment>,
    /// The time zone of dates that name none.
    #[name("timezone")]
    #[default("Etc/UTC")]
    #[rendered]
    #[versions(until = "2.0")]
    #[check("TimezoneId")]
    pub timezone_before: String,
    /// The time zone of dates that name none.
    #[default("Etc/UTC")]
    #[rendered]
    #[versions(since = "2.0")]
    pub timezone: String,
    /// What the flow is started with.
    #[name("inputs")]
    #[rendered]
    #[versions(until = "1.2")]
    pub inputs_before: Option<IndexMap<Text, Value>>,
    /// What the flow is started with.
    #[rendered]
    #[versions(since = "1.2")]
    pub inputs: Option<IndexMap<Text, Value>>,
    /// What happens to dates that were missed while the server was down.
    #[fixed]
    pub recover_missed_schedules: Option<MissedSchedules>,
    /// Whether it fires while an execution it started is still running.
    #[default(false)]
    #[fixed]
    #[versions(until = "2.0")]
    pub allow_concurrent: bool,
    /// Without effect.
    #[fixed]
    pub interval: Option<SignedDuration>,
}
