//! `ExecutionOutputs`: the execution gave something back, and an expression on it holds.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.ExecutionOutputs", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    Ok(test.execution()?.outputs().is_some() && test.expression()?)
}
