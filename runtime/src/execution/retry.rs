//! When a failed task is tried again.

use jiff::{SignedDuration, Timestamp};
use plan::step::{Interval, Retry, RetryBehavior};

use super::program::duration;
use super::{Execution, RunKey, State};

impl Execution {
    /// When and how a task that has just failed is tried again; `None` when it is not.
    pub(super) fn next_try(&self, key: RunKey, now: Timestamp) -> Option<(Timestamp, RetryBehavior)> {
        let retry = self.retry_of(key)?;
        let run = self.at(key);
        let (tries, first) = match retry.behavior {
            RetryBehavior::RetryFailedTask => {
                let first = run.attempts.first().map_or(now, |attempt| attempt.history.start());
                ((run.attempts.len() as u32).max(1), first)
            }
            RetryBehavior::CreateNewExecution => (self.head.lineage.attempt, self.head.lineage.created),
        };
        if retry.max_attempts.is_some_and(|most| tries >= most) {
            return None;
        }
        let at = now.checked_add(delay(&retry.interval, tries, run.id.seed())).ok()?;
        let last = retry.max_duration.as_deref().and_then(|longest| first.checked_add(duration(longest)).ok());
        // On time to the instant, a try that begins when the time is over would be one more than Kestra's.
        last.is_none_or(|last| at < last).then_some((at, retry.behavior))
    }

    /// The task's own policy, else that of the nearest control around it, else that of the flow.
    fn retry_of(&self, key: RunKey) -> Option<&Retry> {
        let plan = &self.program.plan;
        let run = self.at(key);
        let policy = |step| plan.step(step).common.retry.as_ref();
        let around = std::iter::successors(Some(run.step), |step| plan.step(*step).parent);
        around.into_iter().find_map(policy).or(plan.retry.as_ref())
    }

    /// Whether a success after failed tries counts as a warning.
    pub(super) fn warns_after_retry(&self, key: RunKey) -> bool {
        let run = self.at(key);
        run.history.count(State::Retrying) > 0 && self.retry_of(key).is_some_and(|retry| retry.warning_on_retry)
    }
}

/// How long to wait after so many tries.
fn delay(interval: &Interval, tries: u32, seed: u64) -> SignedDuration {
    match interval {
        Interval::Constant(interval) => duration(interval),
        Interval::Exponential { interval, max_interval, factor } => {
            let seconds = duration(interval).as_secs_f64() * factor.powi(i32::try_from(tries).unwrap_or(i32::MAX) - 1);
            let longest = duration(max_interval);
            SignedDuration::try_from_secs_f64(seconds).unwrap_or(longest).min(longest)
        }
        Interval::Random { min, max } => {
            let (min, max) = (duration(min).as_millis(), duration(max).as_millis());
            let range = u64::try_from(max - min).unwrap_or(0).max(1);
            let spread = seed.wrapping_mul(u64::from(tries) | 1) % range;
            SignedDuration::from_millis(i64::try_from(min).unwrap_or(i64::MAX).saturating_add_unsigned(spread))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_delays_grow_up_to_their_maximum() {
        let interval = Interval::Exponential { interval: "PT1S".into(), max_interval: "PT5S".into(), factor: 2.0 };
        let delays: Vec<i64> = (1..=5).map(|tries| delay(&interval, tries, 0).as_secs()).collect();
        assert_eq!(delays, [1, 2, 4, 5, 5]);
    }

    #[test]
    fn random_delays_stay_between_their_bounds() {
        let interval = Interval::Random { min: "PT1S".into(), max: "PT2S".into() };
        for tries in 1..100 {
            let delay = delay(&interval, tries, 0x1234_5678_9abc_def1).as_millis();
            assert!((1000..2000).contains(&delay), "{delay}");
        }
    }
}
