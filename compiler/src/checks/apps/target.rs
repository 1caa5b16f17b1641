//! The flow an app is for, and what the app names of it.

use plan::Text;
use plan::types::{Openness, Type};
use report::Report;

use super::{AppCheck, Target};
use crate::access::{Access, Guard};
use crate::ast::{Node, Object, is_template};
use crate::checks::subflows::neighbours;
use crate::diagnostics::app_unknown_flow::AppUnknownFlow;
use crate::diagnostics::app_unknown_id::AppUnknownId;
use crate::diagnostics::unknown_output_property::UnknownOutputProperty;
use crate::ir::Site;
use crate::resolve::outputs_of;
use crate::words;

/// Finds the flow, or reports that it is not there.
pub(super) fn find<'a>(check: &AppCheck<'a>, report: &mut Report) -> Option<Target<'a>> {
    let name = &check.app.flow;
    let id = check.app.ast.flow_id().filter(|id| !id.text.is_empty() && !is_template(&id.text))?;
    if name.namespace.is_empty() {
        return None;
    }
    let Some((file, flow)) = check.base.index.flow(name) else {
        if !check.base.settings.accepts_flow(&name.namespace, &name.id) {
            let neighbours = neighbours(check.base.index, None, name);
            report.add(AppUnknownFlow { flow: name.to_string(), place: check.base.place(id.content()), neighbours });
        }
        return None;
    };
    let target = Target { flow, place: check.base.index.place_of_name(file) };
    named(check, target, report);
    read(check, target, report);
    Some(target)
}

/// Names in filters.
fn named(check: &AppCheck<'_>, target: Target<'_>, report: &mut Report) {
    check.app.ast.blocks(&mut |block, _| {
        let Some(filter) = block.object("filter") else { return };
        match super::short(block) {
            "Logs" | "DownloadLogsButton" => filtered(check, target, (filter, "taskIds", "task"), report),
            "Inputs" => both(check, target, filter, "input", report),
            "Outputs" => both(check, target, filter, "output", report),
            _ => {}
        }
    });
}

fn both(check: &AppCheck<'_>, target: Target<'_>, filter: &Object, what: &'static str, report: &mut Report) {
    for key in ["include", "exclude"] {
        filtered(check, target, (filter, key, what), report);
    }
}

fn filtered(
    check: &AppCheck<'_>,
    target: Target<'_>,
    (filter, key, what): (&Object, &str, &'static str),
    report: &mut Report,
) {
    let known = known(target, what);
    for scalar in filter.items(key).iter().filter_map(Node::as_scalar) {
        if !is_template(&scalar.text) && !is_known(&known, &scalar.text) {
            report.add(unknown(target, what, &scalar.text, check.base.place(scalar.content()), &known));
        }
    }
}

/// Names in texts.
fn read(check: &AppCheck<'_>, target: Target<'_>, report: &mut Report) {
    for (_, site) in check.app.sites.iter() {
        for access in site.accesses.iter().filter(|access| access.guard == Guard::None) {
            let what = match &*access.root.text {
                "inputs" => "input",
                "outputs" => "task",
                _ => continue,
            };
            let Some(key) = access.keys.first() else { continue };
            let Some(name) = dotted(access, what) else { continue };
            let known = known(target, what);
            // At the end the outputs of the flow are there, too.
            let ends = what == "task" && target.flow.outputs.iter().any(|output| *output.name == *name);
            if !is_known(&known, &name) && !ends {
                let place = check.base.place(site.span(key.at));
                report.add(unknown(target, what, &name, place, &known));
            } else if what == "task" && !ends {
                property(check, site, access, target, report);
            }
        }
    }
}

/// A key that a task of the flow does not give out.
fn property(check: &AppCheck<'_>, site: &Site, access: &Access, target: Target<'_>, report: &mut Report) {
    let (Some(task), Some(key)) = (access.key(0), access.keys.get(1)) else { return };
    let Some(task) = target.flow.tasks.iter().find(|it| it.name == *task && !it.looped) else { return };
    let (Some(name), Some(declaration)) = (&key.name, check.base.catalog.lookup(&task.task_type).declaration()) else {
        return;
    };
    let known: Vec<String> = match outputs_of(declaration) {
        Type::Record(record) if record.openness == Openness::Closed => {
            record.fields.iter().map(|(name, _)| name.to_string()).collect()
        }
        Type::Null => Vec::new(),
        _ => return,
    };
    if known.iter().any(|known| **known == **name) {
        return;
    }
    report.add(UnknownOutputProperty {
        name: name.to_string(),
        place: check.base.place(site.span(key.at)),
        of: declaration.short_name().to_owned(),
        nearest: words::nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
        known,
        instead: None,
        guarded: false,
    });
}

/// The name of an input that an access begins with, or of the task.
fn dotted(access: &Access, what: &str) -> Option<String> {
    let first = access.key(0)?.to_string();
    Some(if what == "input" { first.split('.').next().unwrap_or_default().to_owned() } else { first })
}

fn known(target: Target<'_>, what: &str) -> Vec<Text> {
    let flow = target.flow;
    match what {
        "task" => flow.tasks.iter().map(|task| task.name.clone()).collect(),
        "input" => flow.inputs.iter().map(|input| input.name.clone()).collect(),
        _ => flow.outputs.iter().map(|output| output.name.clone()).collect(),
    }
}

/// Whether a name is one of them, or the group that some of them are in.
fn is_known(known: &[Text], name: &str) -> bool {
    known.iter().any(|known| **known == *name || known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

fn unknown(target: Target<'_>, what: &'static str, name: &str, place: report::Place, known: &[Text]) -> AppUnknownId {
    AppUnknownId {
        what,
        name: name.to_owned(),
        place,
        flow: target.flow.name.to_string(),
        flow_place: target.place,
        known: known.iter().filter(|name| !name.is_empty()).map(ToString::to_string).collect(),
    }
}
