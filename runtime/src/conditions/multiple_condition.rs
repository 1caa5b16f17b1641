//! `MultipleCondition`: several conditions held for executions within a time. A Flow trigger keeps its
//! results; anywhere else it can only be tested on the execution at hand.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.MultipleCondition", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    for child in &test.condition.children {
        if !test.child(child).holds()? {
            return Ok(false);
        }
    }
    Ok(true)
}
