//! What happens after a failure.

use plan::Text;
use plan::step::{Interval, Retry, RetryBehavior};

use crate::ast::Object;

/// The retry an object describes; `None` where it lacks what its type needs.
pub(super) fn retry(object: &Object) -> Option<Retry> {
    let text = |key: &str| object.text(key).cloned();
    let interval = match object.text("type").map(AsRef::as_ref) {
        Some("exponential") => Interval::Exponential {
            interval: text("interval")?,
            max_interval: text("maxInterval")?,
            factor: object.text("delayFactor").and_then(|factor| factor.parse().ok()).unwrap_or(2.0),
        },
        Some("random") => Interval::Random { min: text("minInterval")?, max: text("maxInterval")? },
        _ => Interval::Constant(text("interval").unwrap_or_else(|| Text::from("PT0S"))),
    };
    let behavior = match object.text("behavior").map(AsRef::as_ref) {
        Some("CREATE_NEW_EXECUTION") => RetryBehavior::CreateNewExecution,
        _ => RetryBehavior::RetryFailedTask,
    };
    let attempts = object.text("maxAttempts").or_else(|| object.text("maxAttempt"));
    Some(Retry {
        interval,
        max_attempts: attempts.and_then(|attempts| attempts.parse().ok()),
        max_duration: text("maxDuration"),
        warning_on_retry: super::is_true(object, "warningOnRetry"),
        behavior,
    })
}
