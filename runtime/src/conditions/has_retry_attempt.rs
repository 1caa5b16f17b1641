//! `HasRetryAttempt`: a task of the execution was tried again, and a try ended in certain states.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.HasRetryAttempt", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    for run in test.execution()?.task_runs().iter().filter(|run| run.attempts().len() > 1) {
        for attempt in run.attempts() {
            if test.accepts(attempt.history().current())? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
