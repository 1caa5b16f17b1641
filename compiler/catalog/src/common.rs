//! The properties every type of a kind has, and those of the flow document.

use crate::compact;
use crate::declaration::Kind;
use crate::field::Field;
use crate::record::Record;

/// The properties common to all types of a kind.
pub(crate) fn of(kind: Kind) -> &'static [Field] {
    let class = match kind {
        Kind::Task => "io.kestra.core.models.tasks.Task",
        Kind::Trigger => "io.kestra.core.models.triggers.AbstractTrigger",
        Kind::Condition => "io.kestra.core.models.conditions.Condition",
        Kind::TaskRunner => "io.kestra.core.models.tasks.runners.TaskRunner",
        Kind::Additional
        | Kind::LogExporter
        | Kind::Asset
        | Kind::Chart
        | Kind::DataFilter
        | Kind::DataFilterKpi
        | Kind::App
        | Kind::Block
        | Kind::Input
        | Kind::Other => return &[],
    };
    compact::core_record(class).map_or(&[], Record::fields)
}

/// The properties of a flow document.
pub(crate) fn flow() -> &'static Record {
    static NOTHING: Record = Record::new("flow", crate::record::Body::of(&[]));
    compact::core_record("io.kestra.core.models.flows.Flow").unwrap_or(&NOTHING)
}
