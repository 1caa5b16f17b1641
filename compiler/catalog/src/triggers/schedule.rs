//! Executions at certain times.

use crate::prelude::*;

/// Start the flow at certain times.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: nightly
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 3 * * *"
/// ```
#[derive(Clone, Debug, PartialEq, Trigger)]
#[trigger(
    "io.kestra.plugin.core.trigger.Schedule",
    was("io.kestra.core.models.triggers.types.Schedule", until = "2.0"),
    checks("ScheduleValidation"),
    outputs = ScheduleOutputs,
    able(Polling)
)]
pub struct Schedule {
    /// When: minute, hour, day of the month, month, day of the week; or `@daily` and its kin.
    #[fixed]
    pub cron: String,
    /// The time zone the times are in.
    #[default("Etc/UTC")]
    #[fixed]
    #[check("TimezoneId")]
    pub timezone: String,
    /// Whether `cron` has a sixth field, the seconds, at its beginning.
    #[default(false)]
    #[fixed]
    pub with_seconds: bool,
    /// What the flow is started with.
    #[name("inputs")]
    #[rendered]
    #[versions(until = "1.2")]
    pub inputs_before: Option<IndexMap<Text, Value>>,
    /// What the flow is started with.
    #[rendered]
    #[versions(since = "1.2")]
    pub inputs: Option<IndexMap<Text, Value>>,
    /// A time that is missed by more than this is left out.
    #[fixed]
    pub late_maximum_delay: Option<SignedDuration>,
    /// What happens to times that were missed while the server was down.
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
    /// Without effect.
    #[fixed]
    #[versions(until = "2.0")]
    #[obsolete("start a backfill from the console")]
    pub backfill: Option<IndexMap<Text, Value>>,
    /// Conditions that must hold.
    #[fixed]
    #[versions(until = "2.0")]
    #[obsolete("use `conditions`")]
    pub schedule_conditions: Option<Vec<ScheduleCondition>>,
}

/// The times.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct ScheduleOutputs {
    /// The time it fired for.
    pub date: Moment,
    /// The next time.
    pub next: Option<Moment>,
    /// The time before.
    pub previous: Option<Moment>,
}

/// What happens to times that were missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum MissedSchedules {
    /// The last one is made up for.
    Last,
    /// None is made up for.
    None,
    /// All are made up for.
    All,
}
