//! What happens after a failure.

use crate::prelude::*;

/// How a failure is tried again.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(tag = "type", common = RetryCommon)]
pub enum Retry {
    /// Always after the same time.
    #[name("constant")]
    Constant(Constant),
    /// After a time that grows.
    #[name("exponential")]
    Exponential(Exponential),
    /// After a random time.
    #[name("random")]
    Random(Random),
}

/// What all kinds of it have.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct RetryCommon {
    /// What is tried again: the failed task, or the whole in a new execution.
    #[default("RETRY_FAILED_TASK")]
    pub behavior: RetryBehavior,
    /// The greatest number of attempts.
    #[versions(until = "2.0")]
    #[obsolete("use `maxAttempts`")]
    pub max_attempt: Option<i64>,
    /// The greatest number of attempts, the first included.
    #[min(1)]
    pub max_attempts: Option<i64>,
    /// No attempt starts later than this after the first.
    #[name("maxDuration")]
    #[versions(until = "2.0")]
    pub max_duration_before: Option<SignedDuration>,
    /// No attempt starts later than this after the first.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub max_duration: Option<SignedDuration>,
    /// A success after a retry counts as a warning.
    #[default(false)]
    pub warning_on_retry: bool,
}

/// Tries again, always after the same time.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Constant {
    /// What is tried again: the failed task, or the whole in a new execution.
    #[default("RETRY_FAILED_TASK")]
    pub behavior: RetryBehavior,
    /// The time before the next attempt.
    #[name("interval")]
    #[versions(until = "2.0")]
    pub interval_before: SignedDuration,
    /// The time before the next attempt.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub interval: SignedDuration,
    /// The greatest number of attempts.
    #[versions(until = "2.0")]
    #[obsolete("use `maxAttempts`")]
    pub max_attempt: Option<i64>,
    /// The greatest number of attempts, the first included.
    #[min(1)]
    pub max_attempts: Option<i64>,
    /// No attempt starts later than this after the first.
    #[name("maxDuration")]
    #[versions(until = "2.0")]
    pub max_duration_before: Option<SignedDuration>,
    /// No attempt starts later than this after the first.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub max_duration: Option<SignedDuration>,
    /// How the time between attempts is chosen: `constant`, `exponential` or `random`.
    #[default("constant")]
    pub r#type: String,
    /// A success after a retry counts as a warning.
    #[default(false)]
    pub warning_on_retry: bool,
}

/// Tries again after a time that grows with each attempt.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Exponential {
    /// What is tried again: the failed task, or the whole in a new execution.
    #[default("RETRY_FAILED_TASK")]
    pub behavior: RetryBehavior,
    /// What the time is multiplied by from attempt to attempt.
    pub delay_factor: Option<f64>,
    /// The time before the next attempt.
    #[name("interval")]
    #[versions(until = "2.0")]
    pub interval_before: SignedDuration,
    /// The time before the next attempt.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub interval: SignedDuration,
    /// The greatest number of attempts.
    #[versions(until = "2.0")]
    #[obsolete("use `maxAttempts`")]
    pub max_attempt: Option<i64>,
    /// The greatest number of attempts, the first included.
    #[min(1)]
    pub max_attempts: Option<i64>,
    /// No attempt starts later than this after the first.
    #[name("maxDuration")]
    #[versions(until = "2.0")]
    pub max_duration_before: Option<SignedDuration>,
    /// No attempt starts later than this after the first.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub max_duration: Option<SignedDuration>,
    /// The longest time before an attempt.
    #[name("maxInterval")]
    #[versions(until = "2.0")]
    pub max_interval_before: SignedDuration,
    /// The longest time before an attempt.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub max_interval: SignedDuration,
    /// How the time between attempts is chosen: `constant`, `exponential` or `random`.
    #[default("exponential")]
    pub r#type: String,
    /// A success after a retry counts as a warning.
    #[default(false)]
    pub warning_on_retry: bool,
}

/// Tries again after a random time.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Random {
    /// How the time between attempts is chosen: `constant`, `exponential` or `random`.
    #[default("random")]
    pub r#type: String,
    /// What is tried again: the failed task, or the whole in a new execution.
    #[default("RETRY_FAILED_TASK")]
    pub behavior: RetryBehavior,
    /// The greatest number of attempts.
    #[versions(until = "2.0")]
    #[obsolete("use `maxAttempts`")]
    pub max_attempt: Option<i64>,
    /// The greatest number of attempts, the first included.
    #[min(1)]
    pub max_attempts: Option<i64>,
    /// No attempt starts later than this after the first.
    #[name("maxDuration")]
    #[versions(until = "2.0")]
    pub max_duration_before: Option<SignedDuration>,
    /// No attempt starts later than this after the first.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub max_duration: Option<SignedDuration>,
    /// A success after a retry counts as a warning.
    #[default(false)]
    pub warning_on_retry: bool,
    /// The longest time before an attempt.
    #[name("maxInterval")]
    #[versions(until = "2.0")]
    pub max_interval_before: SignedDuration,
    /// The longest time before an attempt.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub max_interval: SignedDuration,
    /// The shortest time before an attempt.
    #[name("minInterval")]
    #[versions(until = "2.0")]
    pub min_interval_before: SignedDuration,
    /// The shortest time before an attempt.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub min_interval: SignedDuration,
}

/// What is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum RetryBehavior {
    /// The failed task.
    RetryFailedTask,
    /// The whole, in a new execution.
    CreateNewExecution,
}
