//! `ExecutionStatus`: the execution is in certain states.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.ExecutionStatus", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let execution = test.execution()?;
    test.accepts(test.state.unwrap_or_else(|| execution.state()))
}
