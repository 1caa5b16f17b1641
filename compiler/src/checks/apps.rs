//! Apps: their pages, what stands on them, and the flow behind.

mod blocks;
mod exposure;
mod pages;
mod period;
mod target;

use std::sync::Arc;

use grammar::yaml::Scalar;
use report::{Place, Report};

use super::AppCheck;
use crate::ast::Object;
use crate::diagnostics::app_access_scalar::AppAccessScalar;
use crate::diagnostics::app_hardcoded_execution_id::AppHardcodedExecutionId;
use crate::signature::FlowSignature;

pub(super) fn check(check: &AppCheck<'_>, report: &mut Report) {
    let app = &check.app.ast.object;
    if let Some(access) = app.scalar("access").filter(|access| matches!(&*access.text, "PUBLIC" | "PRIVATE")) {
        let place = check.base.place(access.content());
        report.add(AppAccessScalar { access: access.text.to_string(), place });
    }
    if let Some(execution) = app.scalar("executionId").filter(|id| !crate::ast::is_template(&id.text)) {
        report.add(AppHardcodedExecutionId { place: check.base.place(execution.content()) });
    }
    period::check(check, report);
    let pages = pages(check);
    let target = target::find(check, report);
    pages::check(check, &pages, target, report);
    blocks::check(check, &pages, target, report);
    exposure::check(check, &pages, target, report);
}

/// A page as it was written.
struct Page<'a> {
    /// The state it is for; nothing where none is written.
    state: &'a str,
    /// Where that stands.
    on: Option<&'a Arc<Scalar>>,
    /// What it is made of.
    blocks: Vec<&'a Arc<Object>>,
}

impl<'a> Page<'a> {
    /// The blocks with one of these short names.
    fn named<'p>(&'p self, names: &'p [&str]) -> impl Iterator<Item = &'a Arc<Object>> + use<'a, 'p> {
        self.blocks.iter().copied().filter(|block| names.contains(&short(block)))
    }
}

fn pages<'a>(check: &AppCheck<'a>) -> Vec<Page<'a>> {
    let page = |layout: &'a Arc<Object>| Page {
        state: layout.text("on").map(AsRef::as_ref).unwrap_or_default(),
        on: layout.scalar("on"),
        blocks: layout.objects("blocks").collect(),
    };
    check.app.ast.layouts().map(page).collect()
}

/// The last part of a block's type; nothing where the type is not known.
fn short(block: &Object) -> &'static str {
    block.declaration().map_or("", |declaration| declaration.short_name())
}

/// Where the type of a block stands.
fn type_place(check: &AppCheck<'_>, block: &Object) -> Place {
    check.base.place(block.grip())
}

/// The flow an app is for.
#[derive(Clone, Copy)]
struct Target<'a> {
    /// What is known of it.
    flow: &'a FlowSignature,
    /// Where its id stands.
    place: Option<Place>,
}
