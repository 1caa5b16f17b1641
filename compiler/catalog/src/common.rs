//! The properties every type of a kind has, and those of the flow document.

use crate::declaration::Kind;
use crate::field::Field;
use crate::objects::block_properties::BlockProperties;
use crate::objects::condition_properties::ConditionProperties;
use crate::objects::flow_document::Flow;
use crate::objects::input_properties::InputProperties;
use crate::objects::runner_properties::RunnerProperties;
use crate::objects::task_properties::TaskProperties;
use crate::objects::trigger_properties::TriggerProperties;
use crate::record::Record;
use crate::typed::{Fields, Object};

/// The properties common to all types of a kind.
pub const fn of(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Task => TaskProperties::FIELDS,
        Kind::Trigger => TriggerProperties::FIELDS,
        Kind::Condition => ConditionProperties::FIELDS,
        Kind::TaskRunner => RunnerProperties::FIELDS,
        Kind::Block => BlockProperties::FIELDS,
        Kind::Input => InputProperties::FIELDS,
        Kind::Additional
        | Kind::LogExporter
        | Kind::Asset
        | Kind::Chart
        | Kind::DataFilter
        | Kind::DataFilterKpi
        | Kind::App
        | Kind::Other => &[],
    }
}

/// The properties of a flow document.
pub(crate) fn flow() -> &'static Record {
    <Flow as Object>::RECORD
}
