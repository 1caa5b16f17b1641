//! `DayWeek`: the date is a certain day of the week.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour = Behaviour { condition_type: "io.kestra.plugin.core.condition.DayWeek", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    Ok(super::dates::weekday(&test.text("dayOfWeek")?) == Some(test.date()?.weekday()))
}
