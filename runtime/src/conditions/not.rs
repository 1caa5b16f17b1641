//! `Not`: none of several conditions holds.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour = Behaviour { condition_type: "io.kestra.plugin.core.condition.Not", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    super::or::any(test).map(|any| !any)
}
