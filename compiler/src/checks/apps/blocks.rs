//! Blocks of pages: that they can act where they stand, and have something to show.

use std::sync::Arc;

use plan::template::{Expression, Node as TemplateNode};
use report::Report;

use super::{AppCheck, Page, Target, short, type_place};
use crate::ast::{Node, Object};
use crate::checks::security;
use crate::diagnostics::app_block_without_effect::AppBlockWithoutEffect;
use crate::diagnostics::app_block_wrong_state::{AppBlockWrongState, Effect};
use crate::diagnostics::app_form_without_button::{AppFormWithoutButton, MissingHalf};
use crate::diagnostics::app_redirect_hides_result::AppRedirectHidesResult;
use crate::diagnostics::app_redirect_loop::AppRedirectLoop;
use crate::diagnostics::logs_filter_branch_only::LogsFilterBranchOnly;
use crate::diagnostics::variable_not_available_here::{Unavailable, VariableNotAvailableHere};
use crate::ir::Owner;
use crate::signature::{FlowSignature, TaskSignature, redirect};

/// What people come to an ended execution for.
const RESULTS: &[&str] = &["Outputs", "TaskOutputs", "Logs", "DownloadLogsButton", "Table", "Button"];

pub(super) fn check(check: &AppCheck<'_>, pages: &[Page<'_>], target: Option<Target<'_>>, report: &mut Report) {
    for page in pages {
        for block in &page.blocks {
            wrong_state(check, page, block, report);
            for property in block.properties.iter().filter(|property| property.name() != "type") {
                property.value.scalars(&mut |scalar| security::instance(check.base, scalar, report));
            }
            if let Some(target) = target {
                without_effect(check, page, block, target, report);
                if matches!(short(block), "Logs" | "DownloadLogsButton") {
                    branch_only(check, block, target, report);
                }
            }
        }
        // What a broken text leaves out of a page may have been there.
        let layout = check.app.ast.object.property("layout");
        if !layout.is_some_and(|layout| check.base.is_garbled(layout.value.span)) {
            halves(check, page, target, report);
            leads_nowhere(check, page, report);
        }
        too_early(check, page, report);
        redirects(check, page, report);
    }
}

fn wrong_state(check: &AppCheck<'_>, page: &Page<'_>, block: &Arc<Object>, report: &mut Report) {
    let Some(declaration) = block.declaration() else { return };
    let Some(on) = page.on else { return };
    let states = declaration.layouts;
    // The page for everything else may be shown in any state but the first.
    let fits = states.is_empty() || states.contains(&page.state) || page.state == "FALLBACK" || page.state.is_empty();
    let is_state =
        matches!(page.state, "OPEN" | "CREATED" | "RUNNING" | "PAUSE" | "RESUME" | "SUCCESS" | "FAILURE" | "ERROR");
    if fits || !is_state {
        return;
    }
    let acts = ["Create", "Resume", "Cancel"].iter().any(|prefix| declaration.short_name().starts_with(prefix));
    report.add(AppBlockWrongState {
        block: declaration.short_name(),
        place: type_place(check, block),
        state: page.state.to_owned(),
        state_place: check.base.place(on.content()),
        states: states.to_vec(),
        effect: if acts { Effect::Fails } else { Effect::Empty },
    });
}

fn without_effect(check: &AppCheck<'_>, page: &Page<'_>, block: &Object, target: Target<'_>, report: &mut Report) {
    let flow = target.flow;
    let pauses: Vec<usize> = flow.tasks.iter().filter_map(|task| Some(task.pause?.asks)).collect();
    let lacks = match short(block) {
        "CreateExecutionForm" | "Inputs" if flow.inputs.is_empty() => "inputs",
        "Outputs" if flow.outputs.is_empty() => "outputs",
        "Outputs" if matches!(page.state, "CREATED" | "RUNNING" | "PAUSE" | "RESUME") => "outputs before it has ended",
        "ResumeExecutionForm" if !pauses.is_empty() && pauses.iter().all(|asks| *asks == 0) => "inputs in its pauses",
        _ => return,
    };
    report.add(AppBlockWithoutEffect {
        block: short(block),
        place: type_place(check, block),
        flow: flow.name.to_string(),
        flow_place: target.place,
        lacks,
    });
}

fn branch_only(check: &AppCheck<'_>, block: &Object, target: Target<'_>, report: &mut Report) {
    let Some(filter) = block.object("filter") else { return };
    let Some(property) = filter.property("taskIds") else { return };
    let named = |node: &Node| {
        let name = node.as_text()?;
        target.flow.tasks.iter().find(|task| task.name == *name)
    };
    let tasks: Option<Vec<&TaskSignature>> = property.value.items().iter().map(named).collect();
    let Some(tasks) = tasks.filter(|tasks| !tasks.is_empty()) else { return };
    if tasks.iter().any(|task| task.branch.is_none()) || covers(&tasks) {
        return;
    }
    report.add(LogsFilterBranchOnly {
        place: check.base.place(property.value.span),
        tasks: tasks.iter().map(|task| task.name.to_string()).collect(),
        flow: target.flow.name.to_string(),
        flow_place: target.place,
    });
}

/// Whether one of the tasks runs whatever is chosen: there is one in each branch of a choice.
fn covers(tasks: &[&TaskSignature]) -> bool {
    let branches = || tasks.iter().filter_map(|task| task.branch.as_ref());
    branches().any(|branch| {
        let mut names: Vec<&str> = branches().filter(|it| it.of == branch.of).map(|it| &*it.name).collect();
        names.sort_unstable();
        names.dedup();
        branch.closed == Some(names.len())
    })
}

/// Forms without their buttons, and buttons without the forms the flow needs.
fn halves(check: &AppCheck<'_>, page: &Page<'_>, target: Option<Target<'_>>, report: &mut Report) {
    let pairs = [
        ("OPEN", "CreateExecutionForm", "CreateExecutionButton"),
        ("PAUSE", "ResumeExecutionForm", "ResumeExecutionButton"),
    ];
    for (state, form, button) in pairs.into_iter().filter(|pair| pair.0 == page.state) {
        match (page.named(&[form]).next(), page.named(&[button]).next()) {
            (Some(block), None) => report.add(AppFormWithoutButton {
                place: type_place(check, block),
                missing: MissingHalf::Button { block: button },
            }),
            (None, Some(block)) if state == "OPEN" => {
                let required = target.map(|target| required(target.flow)).unwrap_or_default();
                if !required.is_empty() {
                    let missing = MissingHalf::Form { block: form, required };
                    report.add(AppFormWithoutButton { place: type_place(check, block), missing });
                }
            }
            _ => {}
        }
    }
}

/// What somebody can go on with from the first page.
const WAYS_ON: &[&str] = &["CreateExecutionForm", "CreateExecutionButton", "Button", "RedirectTo"];

/// A first page on which nothing can be started, and that leads nowhere else.
fn leads_nowhere(check: &AppCheck<'_>, page: &Page<'_>, report: &mut Report) {
    let Some(on) = page.on.filter(|_| page.state == "OPEN" && !page.blocks.is_empty()) else { return };
    let links = |block: &Arc<Object>| {
        let content = block.text("content");
        content.is_some_and(|text| text.contains("](") || text.contains("href") || text.contains("://"))
    };
    let may_lead = |block: &&Arc<Object>| short(block).is_empty() || WAYS_ON.contains(&short(block)) || links(block);
    let shows_one_execution = check.app.ast.object.get("executionId").is_some();
    if !shows_one_execution && !page.blocks.iter().any(may_lead) {
        let missing = MissingHalf::Both { blocks: ["CreateExecutionForm", "CreateExecutionButton"] };
        report.add(AppFormWithoutButton { place: check.base.place(on.content()), missing });
    }
}

/// What only an execution gives out, on the page that is shown before there is one.
fn too_early(check: &AppCheck<'_>, page: &Page<'_>, report: &mut Report) {
    if page.state != "OPEN" || check.app.ast.object.get("executionId").is_some() {
        return;
    }
    for block in &page.blocks {
        for property in &block.properties {
            property.value.scalars(&mut |scalar| {
                let accesses = check
                    .app
                    .sites
                    .of(scalar, Owner::Block)
                    .into_iter()
                    .flat_map(|site| site.accesses.iter().map(move |access| (site, access)));
                for (site, access) in accesses.filter(|(_, access)| &*access.root.text == "outputs") {
                    report.add(VariableNotAvailableHere {
                        name: "outputs".to_owned(),
                        place: check.base.place(site.span(access.root.at)),
                        reason: Unavailable::FirstPage,
                        guarded: access.may_be_skipped(),
                    });
                }
            });
        }
    }
}

fn required(flow: &FlowSignature) -> Vec<String> {
    flow.inputs.iter().filter(|input| input.required).map(|input| input.name.to_string()).collect()
}

fn redirects(check: &AppCheck<'_>, page: &Page<'_>, report: &mut Report) {
    for block in page.named(&["RedirectTo"]) {
        let wanted = match page.state {
            "SUCCESS" | "FAILURE" | "ERROR" | "FALLBACK" => RESULTS,
            "PAUSE" => &["ResumeExecutionForm", "ResumeExecutionButton"],
            _ => &[],
        };
        if let Some(result) = page.named(wanted).next() {
            report.add(AppRedirectHidesResult {
                place: type_place(check, block),
                block: short(result),
                block_place: type_place(check, result),
                delay: block.literal("delay").map(ToString::to_string),
            });
        }
        if let ("OPEN", Some(on), Some(url)) = (page.state, page.on, block.scalar("url"))
            && let Some(site) = check.app.sites.of(url, Owner::Block)
            && matches!(
                site.template.body.as_slice(),
                [TemplateNode::Print(Expression::Path(_) | Expression::Attribute(_))]
            )
            && site.accesses.iter().any(|access| access.starts_with("app", &["url"]))
        {
            let (place, state_place) = (check.base.place(url.content()), check.base.place(on.content()));
            report.add(AppRedirectLoop { place, state_place, round: Vec::new() });
        }
        if let ("OPEN", Some(on), Some(url), Some(to)) = (page.state, page.on, block.scalar("url"), redirect(block))
            && let Some(round) = check.base.index.round_of_apps(&check.app.name.id, to)
        {
            let (place, state_place) = (check.base.place(url.content()), check.base.place(on.content()));
            report.add(AppRedirectLoop { place, state_place, round });
        }
    }
}
