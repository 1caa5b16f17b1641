//! `Or`: any of several conditions holds.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour = Behaviour { condition_type: "io.kestra.plugin.core.condition.Or", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    any(test)
}

/// Whether any of the conditions inside a condition holds.
pub(super) fn any(test: &Test<'_>) -> Result<bool, Failure> {
    for child in &test.condition.children {
        if test.child(child).holds()? {
            return Ok(true);
        }
    }
    Ok(false)
}
