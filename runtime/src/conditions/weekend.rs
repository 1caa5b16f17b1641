//! `Weekend`: the date is a Saturday or a Sunday.

use jiff::civil::Weekday;
use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour = Behaviour { condition_type: "io.kestra.plugin.core.condition.Weekend", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    Ok(matches!(test.date()?.weekday(), Weekday::Saturday | Weekday::Sunday))
}
