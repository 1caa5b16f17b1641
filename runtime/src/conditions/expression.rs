//! `Expression`: an expression gives something other than nothing and `false`.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.Expression", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    test.expression()
}
