//! Flows of one name in several files: the one that is deployed last wins.

use report::Report;

use super::FlowCheck;
use crate::diagnostics::duplicate_id::{DuplicateId, First};

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    let name = &check.flow.name;
    let Some(id) = check.flow.ast.id().filter(|_| !name.id.is_empty() && !name.namespace.is_empty()) else { return };
    let file = check.base.prepared.source.file;
    let Some(first) = check.base.index.first_of(name, file).filter(|first| *first != file) else { return };
    let Some(place) = check.base.index.place_of_name(first) else { return };
    report.add(DuplicateId {
        what: "flow",
        name: name.to_string(),
        place: check.base.place(id.content()),
        first: First::ElsewhereAt(place),
    });
}
