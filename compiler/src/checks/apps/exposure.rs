//! What an app that is open to anyone shows.

use std::sync::Arc;

use plan::template;
use report::{Place, Report};

use super::{AppCheck, Page, Target, type_place};
use crate::ast::{Node, Object};
use crate::checks::security;
use crate::diagnostics::conflicting_properties::{Conflict, ConflictingProperties};
use crate::diagnostics::public_app_exposes_logs::PublicAppExposesLogs;
use crate::diagnostics::public_app_exposes_secret::{Exposed, PublicAppExposesSecret};
use crate::diagnostics::secret_exposed::SecretExposed;

pub(super) fn check(check: &AppCheck<'_>, pages: &[Page<'_>], target: Option<Target<'_>>, report: &mut Report) {
    printed(check, report);
    let Some(access_place) = open_to_anyone(check) else { return };
    if let Some(groups) = check.app.ast.object.object("access").and_then(|access| access.property("groups"))
        && !groups.value.items().is_empty()
    {
        report.add(ConflictingProperties {
            place: check.base.place(groups.key.span),
            other: access_place,
            conflict: Conflict::Void { this: "groups".to_owned(), why: "in an app that is open to anyone".to_owned() },
        });
    }
    for page in pages {
        for block in page.named(&["Logs", "DownloadLogsButton"]) {
            if !is_filtered(block) {
                report.add(PublicAppExposesLogs { place: type_place(check, block), access_place });
            }
        }
        let Some(target) = target else { continue };
        for block in page.named(&["Inputs"]) {
            for input in secrets(target).filter(|input| shows(block, input)) {
                report.add(exposed(input, type_place(check, block), access_place, target));
            }
        }
    }
    let Some(target) = target else { return };
    let asks = pages.iter().any(|page| page.named(&["CreateExecutionForm"]).next().is_some());
    if let Some((input, task)) = target.flow.runs.first().filter(|_| asks) {
        report.add(PublicAppExposesSecret {
            place: access_place,
            exposed: Exposed::Code { input: input.to_string(), task: task.to_string() },
            access_place,
            flow: target.flow.name.to_string(),
            flow_place: target.place,
        });
    }
    for (_, site) in check.app.sites.iter() {
        for access in &site.accesses {
            let of = |input: &&str| access.starts_with("inputs", &input.split('.').collect::<Vec<_>>());
            if let Some(input) = secrets(target).find(of) {
                report.add(exposed(input, check.base.place(site.span(access.at)), access_place, target));
            }
        }
    }
}

/// Secrets in the texts of pages.
fn printed(check: &AppCheck<'_>, report: &mut Report) {
    for (_, site) in check.app.sites.iter() {
        for node in &site.template.body {
            if let template::Node::Print(expression) = node {
                security::printed(expression, &mut |call| {
                    report.add(SecretExposed { place: check.base.place(site.span(call.at)), sink: "a page" });
                });
            }
        }
    }
}

/// Where the app says that anyone may open it.
fn open_to_anyone(check: &AppCheck<'_>) -> Option<Place> {
    let app = &check.app.ast.object;
    let kind = app.object("access").and_then(|access| access.scalar("type")).or_else(|| app.scalar("access"));
    kind.filter(|kind| *kind.text == *"PUBLIC").map(|kind| check.base.place(kind.content()))
}

fn is_filtered(block: &Object) -> bool {
    let filter = block.object("filter");
    filter.is_some_and(|filter| filter.get("taskIds").is_some() || filter.get("logLevel").is_some())
}

fn secrets<'a>(target: Target<'a>) -> impl Iterator<Item = &'a str> {
    target.flow.inputs.iter().filter(|input| &*input.input_type == "SECRET").map(|input| &*input.name)
}

/// Whether the filter of a block lets an input through.
fn shows(block: &Arc<Object>, input: &str) -> bool {
    let Some(filter) = block.object("filter") else { return true };
    let names = |key: &str| filter.items(key).iter().filter_map(Node::as_text).any(|name| **name == *input);
    let only_some = filter.get("include").is_some();
    (!only_some || names("include")) && !names("exclude")
}

fn exposed(input: &str, place: Place, access_place: Place, target: Target<'_>) -> PublicAppExposesSecret {
    PublicAppExposesSecret {
        place,
        exposed: Exposed::Secret(input.to_owned()),
        access_place,
        flow: target.flow.name.to_string(),
        flow_place: target.place,
    }
}
