//! Conditions of triggers (1.x), one file each.

use crate::declaration::Declaration;
use crate::typed::Declared;

pub mod date_time_between;
pub mod day_week;
pub mod day_week_in_month;
pub mod execution_flow;
pub mod execution_labels;
pub mod execution_namespace;
pub mod execution_outputs;
pub mod execution_status;
pub mod expression;
pub mod flow_condition;
pub mod flow_namespace_condition;
pub mod has_retry_attempt;
pub mod multiple_condition;
pub mod not;
pub mod or;
pub mod public_holiday;
pub mod time_between;
pub mod weekend;

/// All of them, by file.
pub(crate) static ALL: &[&Declaration] = &[
    date_time_between::DateTimeBetween::DECLARATION,
    day_week::DayWeek::DECLARATION,
    day_week_in_month::DayWeekInMonth::DECLARATION,
    execution_flow::ExecutionFlow::DECLARATION,
    execution_labels::ExecutionLabels::DECLARATION,
    execution_namespace::ExecutionNamespace::DECLARATION,
    execution_outputs::ExecutionOutputs::DECLARATION,
    execution_status::ExecutionStatus::DECLARATION,
    expression::Expression::DECLARATION,
    flow_condition::FlowCondition::DECLARATION,
    flow_namespace_condition::FlowNamespaceCondition::DECLARATION,
    has_retry_attempt::HasRetryAttempt::DECLARATION,
    multiple_condition::MultipleCondition::DECLARATION,
    not::Not::DECLARATION,
    or::Or::DECLARATION,
    public_holiday::PublicHoliday::DECLARATION,
    time_between::TimeBetween::DECLARATION,
    weekend::Weekend::DECLARATION,
];
