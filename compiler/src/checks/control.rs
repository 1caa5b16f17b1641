//! The flow of control: circles, branches nobody takes, loops nobody ends.

use std::sync::Arc;

use catalog::{EachForm, Form};
use grammar::yaml::Scalar;
use plan::types::Type;
use report::{Place, Report};

use super::FlowCheck;
use crate::ast::{Content, Node, Object, Property, is_template};
use crate::diagnostics::comparison_never_true::ComparisonNeverTrue;
use crate::diagnostics::dag_cycle::DagCycle;
use crate::diagnostics::dag_unknown_dependency::DagUnknownDependency;
use crate::diagnostics::empty_branch::{Branch, EmptyBranch};
use crate::diagnostics::flowable_in_working_directory::FlowableInWorkingDirectory;
use crate::diagnostics::invalid_property_type::InvalidPropertyType;
use crate::diagnostics::loop_blocked_by_concurrency::LoopBlockedByConcurrency;
use crate::diagnostics::loop_condition_invariant::LoopConditionInvariant;
use crate::diagnostics::missing_required_property::MissingRequiredProperty;
use crate::diagnostics::pause_input_required_in_one_branch::PauseInputRequiredInOneBranch;
use crate::diagnostics::switch_without_default::SwitchWithoutDefault;
use crate::diagnostics::unreachable_switch_default::UnreachableSwitchDefault;
use crate::diagnostics::unreachable_task::{Unreachable, UnreachableTask};
use crate::flatten::{is_false, is_true};
use crate::graph::is_choice;
use crate::ir::{Owner, Task, TaskId};
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for circle in check.graph.circles() {
        report_circle(check, &circle, report);
    }
    for task in &check.flow.tasks {
        match task.object.form() {
            Some(Form::Graph { body, needs, .. }) => dependencies(check, task, body, needs, report),
            Some(Form::Switch { on, cases, otherwise }) => switch(check, task, (on, cases, otherwise), report),
            Some(Form::Workspace { .. }) => workspace(check, task, report),
            Some(Form::Repeat { until, limits, .. }) => {
                repeat(check, task, until, report);
                rounds(check, task, limits, report);
            }
            Some(Form::Each { style: EachForm::Isolated { .. }, .. }) => isolated_loop(check, task, report),
            Some(Form::Await { on_resume, .. }) => pause(check, task, on_resume, report),
            _ => {}
        }
    }
    let sections = check.flow.sections.iter().map(|(section, tasks)| (Course::of(section.key()), tasks));
    let bodies = check.flow.tasks.iter().filter(|task| runs_in_order(task)).flat_map(|task| &task.bodies);
    for (course, tasks) in sections.chain(bodies.map(|body| (Course::of(body.property), &body.tasks))) {
        unreachable(check, course, tasks, report);
    }
}

fn runs_in_order(task: &Task) -> bool {
    !matches!(task.object.form(), Some(Form::Parallel { .. } | Form::Graph { .. }))
}

fn report_circle(check: &FlowCheck<'_>, circle: &[TaskId], report: &mut Report) {
    let Some(dag) = circle.first().and_then(|task| check.flow.task(*task).parent) else { return };
    let dag = check.flow.task(dag);
    let Some(Form::Graph { body, needs, task: key, .. }) = dag.object.form() else { return };
    let entries: Vec<(&Arc<Object>, &[Node])> =
        dag.object.objects(body).filter_map(|item| Some((item.object(key)?, item.items(needs)))).collect();
    // From each task of the circle to one it waits for in the circle, until one comes again.
    let in_circle = |name: &str| circle.iter().any(|task| *check.flow.task(*task).name == *name);
    let mut round: Vec<(String, Place)> = Vec::new();
    let mut at = check.flow.task(circle[0]).name.to_string();
    loop {
        let next = entries
            .iter()
            .find(|(task, _)| task.text("id").is_some_and(|id| **id == *at))
            .and_then(|(_, needs)| needs.iter().filter_map(Node::as_scalar).find(|need| in_circle(&need.text)));
        let Some(next) = next else { return };
        round.push((at.clone(), check.base.place(next.content())));
        at = next.text.to_string();
        if let Some(start) = round.iter().position(|(name, _)| *name == at) {
            round.drain(..start);
            break;
        }
    }
    if let Some((_, place)) = round.last() {
        report.add(DagCycle { place: *place, round });
    }
}

fn dependencies(check: &FlowCheck<'_>, dag: &Task, body: &str, needs: &str, report: &mut Report) {
    let children = dag.bodies.iter().filter(|it| it.property == body).flat_map(|it| &it.tasks);
    let tasks: Vec<&str> = children.map(|task| &*check.flow.task(*task).name).collect();
    for item in dag.object.objects(body) {
        for need in item.items(needs).iter().filter_map(Node::as_scalar) {
            if tasks.contains(&&*need.text) || is_template(&need.text) {
                continue;
            }
            report.add(DagUnknownDependency {
                name: need.text.to_string(),
                place: check.base.place(need.content()),
                dag: dag.name.to_string(),
                tasks: tasks.iter().map(ToString::to_string).collect(),
                nearest: words::nearest(&need.text, tasks.iter().copied()).map(str::to_owned),
            });
        }
    }
}

fn switch(check: &FlowCheck<'_>, task: &Task, (on, cases, otherwise): (&str, &str, &str), report: &mut Report) {
    let Some(value) = task.object.scalar(on) else { return };
    let defaults = task.object.property(otherwise).filter(|it| !it.value.items().is_empty());
    let entries = task.object.get(cases).map_or(&[][..], Node::entries);
    for entry in entries {
        if entry.value.items().is_empty() {
            let place = check.base.place(entry.key.span);
            report.add(EmptyBranch { place, branch: Branch::Case(entry.key.text.to_string()) });
        }
    }
    // What is no map at all is told of as such.
    if matches!(task.object.get(cases).map(|node| &node.content), Some(Content::List(_) | Content::Scalar(_))) {
        return;
    }
    let Some(cases_property) = task.object.property(cases).filter(|_| !entries.is_empty()) else {
        match defaults {
            Some(defaults) => {
                let place = check.base.place(defaults.key.span);
                report.add(EmptyBranch { place, branch: Branch::AllCases });
            }
            None => report.add(MissingRequiredProperty {
                names: vec![cases.to_owned()],
                owner: format!("task `{}`", task.name),
                place: check.base.place(task.place()),
            }),
        }
        return;
    };
    let site = check.flow.sites.of(value, Owner::Task(task.id));
    let closed: Option<Vec<String>> = match site.map(|site| &site.ty) {
        Some(Type::Enumeration(values)) => Some(values.iter().map(ToString::to_string).collect()),
        Some(Type::Bool) => Some(vec!["true".to_owned(), "false".to_owned()]),
        _ => None,
    };
    if let Some(Type::Enumeration(values)) = site.map(|site| &site.ty) {
        let unreached = entries.iter().filter(|entry| !values.contains(&entry.key.text));
        for entry in unreached.filter(|entry| !is_template(&entry.key.text)) {
            let others = values.iter().filter(|value| !entries.iter().any(|entry| entry.key.text == **value));
            report.add(ComparisonNeverTrue {
                operator: "==",
                place: check.base.place(entry.key.span),
                left: super::expressions::in_words(&Type::Enumeration(values.clone())),
                right: format!("`{}`", entry.key.text),
                nearest: words::nearest(&entry.key.text, others.map(AsRef::as_ref)).map(str::to_owned),
            });
        }
    }
    let has_case = |value: &String| entries.iter().any(|entry| *entry.key.text == **value);
    let missing: Vec<String> = closed.iter().flatten().filter(|value| !has_case(value)).cloned().collect();
    match (defaults, closed) {
        (Some(defaults), Some(_)) if missing.is_empty() => report.add(UnreachableSwitchDefault {
            place: check.base.place(defaults.key.span),
            value: inner(value),
            value_place: check.base.place(value.content()),
        }),
        (None, Some(_)) if missing.is_empty() => {}
        // What is probably meant as such is told of under its name.
        (None, _) if task.object.properties.iter().any(is_misspelt_default) => {}
        (None, _) if site.is_some() => report.add(SwitchWithoutDefault {
            place: check.base.place(task.place()),
            value_place: check.base.place(value.content()),
            cases: entries.iter().map(|entry| entry.key.text.to_string()).collect(),
            missing,
            cases_place: check.base.place(cases_property.key.span),
        }),
        _ => {}
    }
}

/// Whether a key is almost `defaults`.
fn is_misspelt_default(property: &Property) -> bool {
    property.field.is_none() && words::nearest(&property.key.text, ["defaults"]).is_some()
}

/// An expression without its braces.
fn inner(scalar: &Scalar) -> String {
    scalar.text.trim().trim_start_matches("{{").trim_end_matches("}}").trim().to_owned()
}

fn workspace(check: &FlowCheck<'_>, folder: &Task, report: &mut Report) {
    let inside = folder.bodies.iter().filter(|body| !matches!(body.property, "errors" | "finally"));
    for task in inside.flat_map(|body| &body.tasks).map(|task| check.flow.task(*task)) {
        let Some(declaration) = task.object.declaration() else { continue };
        let is_run = match declaration.form {
            Form::Run => true,
            Form::Sequence { .. }
            | Form::Parallel { .. }
            | Form::Graph { .. }
            | Form::Each { .. }
            | Form::If { .. }
            | Form::Switch { .. }
            | Form::Repeat { .. }
            | Form::Await { .. }
            | Form::Call
            | Form::CallEach { .. }
            | Form::Workspace { .. }
            | Form::Update(_) => false,
        };
        if !is_run {
            report.add(FlowableInWorkingDirectory {
                control: declaration.short_name().to_owned(),
                place: check.base.place(task.place()),
                folder: check.base.place(folder.place()),
            });
        }
    }
}

fn repeat(check: &FlowCheck<'_>, task: &Task, until: &str, report: &mut Report) {
    let Some(condition) = task.object.scalar(until) else { return };
    let Some(site) = check.flow.sites.of(condition, Owner::Task(task.id)) else { return };
    let within = |name: &str| {
        check
            .flow
            .named(name)
            .is_some_and(|read| read.id == task.id || check.flow.around(read.id).any(|it| it.id == task.id))
    };
    // Clocks, stores and counters change by themselves; so may what a name stands for that is not known.
    let changes = site.accesses.iter().any(|access| match &*access.root.text {
        "outputs" | "tasks" => access.key(0).is_none_or(|name| within(name)),
        "inputs" | "flow" | "trigger" | "labels" => false,
        _ => true,
    });
    let calls = site.scalar.text.contains('(');
    if !changes && !calls && !site.accesses.is_empty() {
        let children = task.bodies.iter().flat_map(|body| &body.tasks);
        report.add(LoopConditionInvariant {
            place: check.base.place(site.scalar.content()),
            tasks: children.map(|task| check.flow.task(*task).name.to_string()).collect(),
        });
    }
}

/// A number of rounds that allows none.
fn rounds(check: &FlowCheck<'_>, task: &Task, limits: &str, report: &mut Report) {
    let Some(most) = task.object.object(limits).and_then(|limits| limits.scalar("maxIterations")) else { return };
    if most.text.trim().parse::<i64>().is_ok_and(|most| most < 1) {
        report.add(InvalidPropertyType {
            property: "maxIterations".to_owned(),
            expected: "a number from 1".to_owned(),
            found: format!("`{}`", most.text.trim()),
            place: check.base.place(most.content()),
            meant: None,
        });
    }
}

fn isolated_loop(check: &FlowCheck<'_>, task: &Task, report: &mut Report) {
    let Some(concurrency) = check.flow.ast.object.object("concurrency") else { return };
    let Some(limit) = concurrency.scalar("limit") else { return };
    let Ok(number) = limit.text.parse() else { return };
    report.add(LoopBlockedByConcurrency {
        task: task.name.to_string(),
        place: check.base.place(task.object.scalar("type").map_or(task.place(), |it| it.content())),
        limit_place: check.base.place(limit.content()),
        limit: number,
    });
}

/// Inputs of a pause that are required and read in one branch only.
fn pause(check: &FlowCheck<'_>, task: &Task, on_resume: &str, report: &mut Report) {
    for input in task.object.objects(on_resume) {
        let Some(id) = input.id() else { continue };
        if is_false(input, "required") || input.get("defaults").is_some() {
            continue;
        }
        let readers: Vec<&Task> = check
            .flow
            .sites
            .iter()
            .filter(|(_, site)| {
                site.accesses.iter().any(|access| access.starts_with("outputs", &[&task.name, "onResume", &id.text]))
            })
            .filter_map(
                |(_, site)| if let Owner::Task(reader) = site.owner { Some(check.flow.task(reader)) } else { None },
            )
            .collect();
        let branch_of = |reader: &Task| -> Option<(TaskId, usize)> {
            let mut inner = reader;
            for around in check.flow.around(reader.id) {
                if is_choice(around.object.form()) && !around_task(check, around, task) {
                    return Some((around.id, inner.body));
                }
                inner = around;
            }
            None
        };
        let Some(first) = readers.first() else { continue };
        let Some(branch) = branch_of(first) else { continue };
        if readers.iter().all(|reader| branch_of(reader) == Some(branch)) {
            report.add(PauseInputRequiredInOneBranch {
                input: id.text.to_string(),
                place: check.base.place(id.content()),
                reader: first.name.to_string(),
                reader_place: check.base.place(first.place()),
            });
        }
    }
}

fn around_task(check: &FlowCheck<'_>, around: &Task, task: &Task) -> bool {
    check.flow.around(task.id).any(|it| it.id == around.id)
}

/// Reports the first task of a list behind one that always ends the execution.
fn unreachable(check: &FlowCheck<'_>, course: Course, tasks: &[TaskId], report: &mut Report) {
    let tasks: Vec<&Task> = tasks.iter().map(|task| check.flow.task(*task)).collect();
    let Some(at) = tasks.iter().position(|task| ends(&task.object, course)) else { return };
    let behind = tasks[at + 1..].iter().find(|task| !is_true(&task.object, "disabled"));
    if let Some(task) = behind {
        report.add(UnreachableTask {
            task: task.name.to_string(),
            place: check.base.place(task.place()),
            reason: Unreachable::Behind(tasks[at].name.to_string()),
            reason_place: check.base.place(tasks[at].place()),
        });
    }
}

/// What becomes of a list of tasks when one of them fails.
#[derive(Clone, Copy)]
enum Course {
    /// It is over.
    Ends,
    /// The next one runs.
    GoesOn,
    /// The next one runs, and nothing ends the execution, which has ended.
    Afterwards,
}

impl Course {
    fn of(key: &str) -> Self {
        match key {
            "errors" | "finally" => Self::GoesOn,
            "afterExecution" | "listeners" => Self::Afterwards,
            _ => Self::Ends,
        }
    }
}

/// Whether a task always ends the list it is in.
fn ends(object: &Object, course: Course) -> bool {
    let sometimes = ["runIf", "condition", "allowFailure", "disabled"].iter().any(|key| object.get(key).is_some());
    let fails = object.is("io.kestra.plugin.core.execution.Fail");
    let exits = object.is("io.kestra.plugin.core.execution.Exit");
    let ends = match course {
        Course::Ends => fails || exits,
        Course::GoesOn => exits,
        Course::Afterwards => false,
    };
    ends && !sometimes
        && !matches!(object.get("state").map(|it| &it.content), Some(Content::Scalar(it)) if is_template(&it.text))
}
