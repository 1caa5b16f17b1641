//! Loops: the values they run over, and what they give to the tasks within.

use catalog::{EachForm, Form};
use grammar::yaml::{Resolved, resolve};
use plan::dialect::Dialect;
use plan::template::At;
use plan::types::Kind;
use report::{Place, Report};

use super::FlowCheck;
use super::expressions::in_words;
use crate::access::{Access, Guard, Key, Through};
use crate::ast::{Content, is_template};
use crate::diagnostics::foreach_invalid_values::{BadValue, ForeachInvalidValues};
use crate::diagnostics::loop_variable_outside_loop::LoopVariableOutsideLoop;
use crate::diagnostics::parent_taskrun_value_unavailable::{NoValue, ParentTaskrunValueUnavailable};
use crate::diagnostics::taskrun_value_in_nested_task::TaskrunValueInNestedTask;
use crate::diagnostics::taskrun_value_is_string::TaskrunValueIsString;
use crate::embedded::json;
use crate::environment::is_keyed_loop;
use crate::ir::{Flow, Owner, Site, Task, TaskId};

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for task in &check.flow.tasks {
        if let Some(Form::Each { over, style, .. }) = task.object.form() {
            values(check, task, over, *style, report);
        }
    }
    for (_, site) in check.flow.sites.iter() {
        for access in &site.accesses {
            match &*access.root.text {
                "taskrun" | "parent" | "parents" | "item" => {
                    variable(check, site, access, report);
                    text(check, site, access, report);
                }
                "outputs" if access.through.contains(&Through::Argument("currentEachOutput")) => {
                    current_output(check, site, access, report);
                }
                _ => {}
            }
        }
    }
}

fn values(check: &FlowCheck<'_>, task: &Task, over: &str, style: EachForm, report: &mut Report) {
    let Some(node) = task.object.get(over) else { return };
    let items = match &node.content {
        Content::Scalar(scalar) => {
            let isolated = matches!(style, EachForm::Isolated { .. });
            let list =
                scalar.text.trim_start().starts_with('[') || isolated && scalar.text.trim_start().starts_with('{');
            let uri = isolated && scalar.text.contains("://");
            let valid = is_template(&scalar.text) || uri || list && json::parse(&scalar.text, &[]).problems.is_empty();
            let place = check.base.place(scalar.content());
            if !valid {
                report.add(ForeachInvalidValues { place, problem: BadValue::Text });
            } else if let Some(site) = check.flow.sites.of(scalar, Owner::Task(task.id))
                && site.template.whole_expression().is_some()
                && is_single(&site.ty.kinds())
            {
                report.add(ForeachInvalidValues { place, problem: BadValue::Type(in_words(&site.ty)) });
            }
            return;
        }
        Content::List(items) => items,
        Content::Missing | Content::Map(_) | Content::Object(_) => return,
    };
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for item in items {
        let place = check.base.place(item.span);
        let kind = match &item.content {
            Content::Missing => Some("empty"),
            Content::List(_) => Some("a list"),
            Content::Map(_) | Content::Object(_) => None,
            Content::Scalar(scalar) => match resolve(scalar) {
                Resolved::Null => Some("empty"),
                Resolved::Boolean(_) => Some("a boolean"),
                Resolved::Float(_) => Some("a fraction"),
                Resolved::Integer(_) | Resolved::BigInteger(_) | Resolved::Text(_) => None,
            },
        };
        let text = item.as_text().map(AsRef::as_ref).unwrap_or_default();
        if let Some(kind) = kind {
            let value = if text.is_empty() { check.base.prepared.source.slice(item.span) } else { text };
            report.add(ForeachInvalidValues { place, problem: BadValue::Kind { value: value.to_owned(), kind } });
        } else if !text.is_empty() && !is_template(text) {
            match seen.iter().find(|(value, _)| *value == text) {
                Some((_, first)) => {
                    let problem = BadValue::Repeated { value: text.to_owned(), first: *first };
                    report.add(ForeachInvalidValues { place, problem });
                }
                None => seen.push((text, place)),
            }
        }
    }
}

/// Whether something is one value in any case, and no text that could be a list.
fn is_single(kinds: &[Kind]) -> bool {
    !kinds.is_empty() && kinds.iter().all(|kind| matches!(kind, Kind::Int | Kind::Bool))
}

fn variable(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    // Whoever renders a variable decides where that is.
    let Some(task) = site.owner.task() else { return };
    match check.flow.version.dialect() {
        Dialect::V1 => keyed(check, site, access, task, report),
        Dialect::V2 => isolated(check, site, access, task, report),
    }
}

/// `taskrun.value.name`, `item.value.name`: what a loop gives is text.
fn text(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let Some(keys) = value_of_loop(access) else { return };
    let flow = check.flow;
    let isolated = |it: &Task| matches!(it.object.form(), Some(Form::Each { style: EachForm::Isolated { .. }, .. }));
    // Whoever renders anything else decides where that is.
    let in_loop = site.owner.task().is_none_or(|task| {
        let own = std::iter::once(flow.task(task));
        own.chain(flow.around(task)).any(|around| is_keyed_loop(around) || isolated(around))
    });
    let of_dialect = (&*access.root.text == "item") == (check.flow.version.dialect() == Dialect::V2);
    // Java's own members of text are there, and where there is no loop that was told.
    let member = access.key(keys).is_some_and(|key| plan::evaluate::has_member(Kind::Text, key));
    if !in_loop || !of_dialect || member {
        return;
    }
    let place = |at| check.base.place(site.span(at));
    let path = access.path_to(keys);
    let end = access.keys[keys - 1].at.end;
    report.add(TaskrunValueIsString {
        rest: access.keys[keys..].iter().map(Key::notation).collect(),
        path,
        place: place(access.at),
        value_place: place(At { start: access.root.at.start, end }),
        guarded: access.guard == Guard::Guarded,
    });
}

/// How many keys lead to the value of a loop, where something is read of it.
pub(super) fn value_of_loop(access: &Access) -> Option<usize> {
    let keys = match &*access.root.text {
        "taskrun" if access.starts_with("taskrun", &["value"]) => 1,
        "parent" if access.starts_with("parent", &["taskrun", "value"]) => 2,
        "item" if access.starts_with("item", &["value"]) => 1,
        "item" if access.starts_with("item", &["parent", "value"]) => 2,
        "parents" if access.key(1).is_some_and(|key| **key == *"taskrun") => {
            access.key(2).filter(|key| ***key == *"value").map(|_| 3)?
        }
        _ => return None,
    };
    // Through `currentEachOutput` and the like the value itself is looked at.
    let looked_at = access.through.contains(&Through::Test("defined"));
    (access.keys.len() > keys && !looked_at).then_some(keys)
}

/// 1.x: `taskrun.value` on direct children of a loop, `parent.taskrun.value` and `parents[n].taskrun.value` below.
fn keyed(check: &FlowCheck<'_>, site: &Site, access: &Access, task: TaskId, report: &mut Report) {
    let flow = check.flow;
    let place = |keys: usize| {
        let end = access.keys.get(keys.wrapping_sub(1)).map_or(access.root.at.end, |key| key.at.end);
        check.base.place(site.span(At { start: access.root.at.start, end }))
    };
    let guarded = access.guard == Guard::Guarded;
    let inner = flow.around(task).find(|around| is_keyed_loop(around));
    match (&*access.root.text, access.key(0).map(AsRef::as_ref)) {
        ("taskrun", Some("value")) if !has_value(flow, task) => match inner {
            Some(inner) => report.add(TaskrunValueInNestedTask {
                path: "taskrun.value".to_owned(),
                place: place(1),
                loop_task: inner.name.to_string(),
                loop_place: check.base.place(inner.place()),
                instead: value_of(flow, task, inner.id),
                guarded,
            }),
            None => report.add(outside(check, site, access, task, place(1))),
        },
        ("taskrun", Some("items")) => {
            let splits = matches!(flow.task(task).object.form(), Some(Form::CallEach { .. }));
            if !splits {
                report.add(outside(check, site, access, task, place(1)));
            }
        }
        ("taskrun", Some("iteration")) => {
            let counts = |it: &Task| {
                matches!(it.object.form(), Some(Form::Each { .. } | Form::Repeat { .. } | Form::CallEach { .. }))
            };
            if !std::iter::once(flow.task(task)).chain(flow.around(task)).any(counts) {
                report.add(outside(check, site, access, task, place(1)));
            }
        }
        ("parent", Some("taskrun")) if access.key(1).is_some_and(|key| **key == *"value") => {
            ancestor(check, task, 0, (access.path_to(2), place(2), guarded), report);
        }
        ("parents", Some(index)) if access.starts_with("parents", &[index, "taskrun", "value"]) => {
            let Ok(index) = index.parse() else { return };
            ancestor(check, task, index, (access.path_to(3), place(3), guarded), report);
        }
        ("item", _) => report.add(outside(check, site, access, task, place(0))),
        _ => {}
    }
}

fn outside(check: &FlowCheck<'_>, site: &Site, access: &Access, task: TaskId, place: Place) -> LoopVariableOutsideLoop {
    let keys = usize::from(&*access.root.text == "taskrun");
    let _ = site;
    LoopVariableOutsideLoop {
        path: access.path_to(keys),
        place,
        task: Some(check.flow.task(task).name.to_string()),
        instead: None,
        guarded: access.guard == Guard::Guarded,
    }
}

/// Tells of a value that the ancestor at an index does not have.
fn ancestor(
    check: &FlowCheck<'_>,
    task: TaskId,
    index: usize,
    (path, place, guarded): (String, Place, bool),
    report: &mut Report,
) {
    let kept = kept(check.flow, task);
    let reason = match kept.get(index) {
        Some(kept) if has_value(check.flow, *kept) => return,
        Some(kept) => NoValue::Ancestor(check.flow.task(*kept).name.to_string()),
        None => NoValue::NoAncestor,
    };
    let inner = check.flow.around(task).find(|around| is_keyed_loop(around));
    let instead = inner.and_then(|inner| value_of(check.flow, task, inner.id));
    report.add(ParentTaskrunValueUnavailable { path, place, instead, reason, guarded });
}

/// Whether a task has a `taskrun.value`: a direct child of a loop has, and what a folder runs within one.
pub(crate) fn has_value(flow: &Flow, task: TaskId) -> bool {
    let own = flow.task(task);
    let Some(parent) = own.parent.map(|parent| flow.task(parent)) else { return false };
    let handler = parent.bodies.get(own.body).is_some_and(|body| matches!(body.property, "errors" | "finally"));
    if is_keyed_loop(parent) {
        return !handler;
    }
    matches!(parent.object.form(), Some(Form::Workspace { .. })) && has_value(flow, parent.id)
}

/// The tasks around one that `parents` lists, nearest first: those with a value or with outputs of their own.
pub(crate) fn kept(flow: &Flow, task: TaskId) -> Vec<TaskId> {
    let has_outputs = |task: &Task| {
        matches!(
            task.object.form(),
            Some(Form::If { .. } | Form::Switch { .. } | Form::Repeat { .. } | Form::Await { .. })
        )
    };
    flow.around(task)
        .filter(|around| has_value(flow, around.id) || has_outputs(around))
        .map(|around| around.id)
        .collect()
}

/// How a task reads the value of a loop around it.
pub(crate) fn value_of(flow: &Flow, task: TaskId, of: TaskId) -> Option<String> {
    let child = std::iter::once(task)
        .chain(flow.around(task).map(|around| around.id))
        .find(|it| flow.task(*it).parent == Some(of))?;
    let inherits =
        flow.task(task).parent == Some(child) && matches!(flow.task(child).object.form(), Some(Form::Workspace { .. }));
    if child == task || inherits {
        return has_value(flow, task).then(|| "taskrun.value".to_owned());
    }
    match kept(flow, task).iter().position(|kept| *kept == child)? {
        0 => Some("parent.taskrun.value".to_owned()),
        index => Some(format!("parents[{index}].taskrun.value")),
    }
}

/// 2.0: `item` in what a `Loop` runs.
fn isolated(check: &FlowCheck<'_>, site: &Site, access: &Access, task: TaskId, report: &mut Report) {
    let flow = check.flow;
    let is_loop = |task: &Task| matches!(task.object.form(), Some(Form::Each { style: EachForm::Isolated { .. }, .. }));
    // The outputs of a loop are rendered within each iteration.
    let own = is_loop(flow.task(task)) && &*site.property == "outputs";
    let loops = flow.around(task).filter(|around| is_loop(around)).count() + usize::from(own);
    let guarded = access.guard == Guard::Guarded;
    let place = |keys: usize| {
        let end = access.keys.get(keys.wrapping_sub(1)).map_or(access.root.at.end, |key| key.at.end);
        check.base.place(site.span(At { start: access.root.at.start, end }))
    };
    let outside = |keys: usize, instead: Option<&str>| LoopVariableOutsideLoop {
        path: access.path_to(keys),
        place: place(keys),
        task: Some(flow.task(task).name.to_string()),
        instead: instead.map(str::to_owned),
        guarded,
    };
    let in_repeat = flow.around(task).any(|around| matches!(around.object.form(), Some(Form::Repeat { .. })));
    let splits = matches!(flow.task(task).object.form(), Some(Form::CallEach { .. }));
    match (&*access.root.text, access.key(0).map(AsRef::as_ref)) {
        ("item", _) if loops == 0 => report.add(outside(0, None)),
        ("item", Some("parent")) if loops < 2 => report.add(ParentTaskrunValueUnavailable {
            path: "item.parent".to_owned(),
            place: place(1),
            instead: access.key(1).map(|key| format!("item{}", crate::access::key_notation(key))),
            reason: NoValue::NoOuterLoop,
            guarded,
        }),
        ("taskrun", Some("value")) => report.add(outside(1, (loops > 0).then_some("item.value"))),
        ("taskrun", Some("iteration")) if !in_repeat && !splits => {
            report.add(outside(1, (loops > 0).then_some("item.index")));
        }
        ("taskrun", Some("items")) if !splits => report.add(outside(1, None)),
        ("parent" | "parents", _) if access.keys.iter().any(|key| key.name.as_deref() == Some("value")) => {
            let keys = access.keys.len();
            report.add(outside(
                keys,
                (loops > 1).then_some("item.parent.value").or((loops == 1).then_some("item.value")),
            ));
        }
        _ => {}
    }
}

/// `currentEachOutput(outputs.x)` outside of the loops of `x`.
fn current_output(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let Owner::Task(task) = site.owner else { return };
    if check.flow.around(task).any(is_keyed_loop) {
        return;
    }
    report.add(LoopVariableOutsideLoop {
        path: "currentEachOutput".to_owned(),
        place: check.base.place(site.span(access.at)),
        task: Some(check.flow.task(task).name.to_string()),
        instead: None,
        guarded: false,
    });
}
