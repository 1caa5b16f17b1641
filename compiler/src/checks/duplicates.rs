//! Flows or apps of one name in several files: the one that is deployed last wins.

use grammar::yaml::Scalar;
use plan::FlowName;
use report::{FileId, Report};

use super::{AppCheck, Base, FlowCheck};
use crate::diagnostics::duplicate_id::{DuplicateId, First};

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    let name = &check.flow.name;
    let Some(id) = check.flow.ast.id().filter(|_| !name.id.is_empty() && !name.namespace.is_empty()) else { return };
    let first = check.base.index.first_of(name, check.base.prepared.source.file);
    elsewhere(check.base, ("flow", name), id, first, report);
}

pub(crate) fn check_app(check: &AppCheck<'_>, report: &mut Report) {
    let name = &check.app.name;
    let Some(id) = check.app.ast.id().filter(|_| !name.id.is_empty() && !name.namespace.is_empty()) else { return };
    elsewhere(check.base, ("app", name), id, check.base.index.first_app(name), report);
}

fn elsewhere(
    base: Base<'_>,
    (what, name): (&'static str, &FlowName),
    id: &Scalar,
    first: Option<FileId>,
    report: &mut Report,
) {
    let Some(first) = first.filter(|first| *first != base.prepared.source.file) else { return };
    let Some(place) = base.index.place_of_name(first) else { return };
    let place_of_id = base.place(id.content());
    report.add(DuplicateId { what, name: name.to_string(), place: place_of_id, first: First::ElsewhereAt(place) });
}
