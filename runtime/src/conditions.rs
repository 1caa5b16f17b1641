//! The conditions of triggers and listeners (1.x): whether an execution, or a date, is one they wait for. One
//! file a condition, named as its type is.

mod date_time_between;
mod dates;
mod day_week;
mod day_week_in_month;
mod execution_flow;
mod execution_labels;
mod execution_namespace;
mod execution_outputs;
mod execution_status;
mod expression;
mod flow_condition;
mod flow_namespace_condition;
mod has_retry_attempt;
mod multiple_condition;
mod not;
mod or;
mod public_holiday;
mod test;
mod time_between;
mod weekend;

use plan::Failure;
use plan::trigger::Condition;

pub(crate) use dates::zoned;
pub(crate) use execution_flow::flow_of;
pub(crate) use test::Test;

/// What one condition type tests.
struct Behaviour {
    /// The canonical condition type.
    condition_type: &'static str,
    /// Whether it holds.
    holds: fn(&Test<'_>) -> Result<bool, Failure>,
}

/// Every behaviour, by condition type.
static ALL: &[Behaviour] = &[
    date_time_between::BEHAVIOUR,
    day_week::BEHAVIOUR,
    day_week_in_month::BEHAVIOUR,
    execution_flow::BEHAVIOUR,
    execution_labels::BEHAVIOUR,
    execution_namespace::BEHAVIOUR,
    execution_outputs::BEHAVIOUR,
    execution_status::BEHAVIOUR,
    expression::BEHAVIOUR,
    flow_condition::BEHAVIOUR,
    flow_namespace_condition::BEHAVIOUR,
    has_retry_attempt::BEHAVIOUR,
    multiple_condition::BEHAVIOUR,
    not::BEHAVIOUR,
    or::BEHAVIOUR,
    public_holiday::BEHAVIOUR,
    time_between::BEHAVIOUR,
    weekend::BEHAVIOUR,
];

/// Whether a condition counts executions over a time, so that a trigger keeps its results.
pub(crate) fn is_multiple(condition: &Condition) -> bool {
    *condition.condition_type == *multiple_condition::BEHAVIOUR.condition_type
}

impl Test<'_> {
    /// Whether the condition holds.
    ///
    /// # Errors
    ///
    /// When one of its expressions cannot be evaluated, or it asks for what is not there.
    pub(crate) fn holds(&self) -> Result<bool, Failure> {
        let name = &*self.condition.condition_type;
        match ALL.binary_search_by(|behaviour| behaviour.condition_type.cmp(name)) {
            Ok(at) => (ALL[at].holds)(self),
            Err(_) => Err(Failure::new(format!("this server cannot test conditions of the type `{name}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the catalogue says is done here is done, and nothing else is.
    #[test]
    fn behaviours_are_those_the_catalogue_declares() {
        let declared = catalog::Catalog::declared().filter(|it| it.kind == catalog::Kind::Condition);
        let here = declared.filter(|it| it.execution != catalog::Execution::Elsewhere);
        let mut names: Vec<_> = here.map(|it| it.name).collect();
        names.sort_unstable();
        assert_eq!(ALL.iter().map(|behaviour| behaviour.condition_type).collect::<Vec<_>>(), names);
    }
}
