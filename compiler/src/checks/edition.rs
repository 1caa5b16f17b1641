//! What only the enterprise edition of the server does: the open one refuses it.

use report::{Report, Severity};

use super::Base;
use crate::ast::Property;
use crate::diagnostics::feature_not_in_target_version::{FeatureNotInTargetVersion, Setting};
use crate::settings::Edition;

pub(super) fn check(base: &Base<'_>, property: &Property, report: &mut Report) {
    let instead = match property.field {
        Some(field) if !field.available.covers(base.prepared.version) => return,
        Some(field) if field.name == "quotas" => "`concurrency` limits how many executions run at once",
        Some(field) if field.name == "workerGroup" => "all tasks run where the server runs",
        _ => return,
    };
    let (history, target, severity) = match base.settings.edition.unwrap_or_default() {
        Edition::OpenSource => ("is there in the enterprise edition only", "the open-source edition", Severity::Error),
        Edition::Enterprise => ("has no effect where Lanner runs it", "the enterprise edition", Severity::Info),
    };
    report.add(FeatureNotInTargetVersion {
        what: format!("`{}`", property.key.text),
        place: base.place(property.key.span),
        target: target.to_owned(),
        history: history.to_owned(),
        instead: Some(instead),
        severity,
        setting: Setting::Edition,
    });
}
