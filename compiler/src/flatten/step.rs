//! One task as a step.

use plan::step::{Cache, Common, Effects, LogLevel};
use plan::{Step, StepId};

use super::argument::Arguments;
use super::{is_true, retry, shape, trigger};
use crate::ast::Object;
use crate::ir::{Flow, Owner, Task};

/// The properties every task has, which have a place of their own in a [`Step`].
const COMMON: &[&str] = &[
    "id",
    "type",
    "description",
    "runIf",
    "disabled",
    "allowFailure",
    "allowWarning",
    "timeout",
    "retry",
    "logLevel",
    "logToFile",
    "taskCache",
];

pub(super) fn step(flow: &Flow, task: &Task, arguments: Arguments<'_>) -> Step {
    let object = &task.object;
    let owner = Owner::Task(task.id);
    let (shape, mut taken) = shape::shape(flow, task, arguments);
    taken.extend(COMMON);
    Step {
        name: task.name.clone(),
        task_type: trigger::canonical(object),
        parent: task.parent.map(|parent| StepId(parent.0)),
        common: common(object, owner, arguments),
        shape,
        properties: trigger::properties(object, &taken, owner, arguments),
        effects: object.declaration().map_or(Effects::World, |declaration| declaration.effects),
        place: task.place(),
    }
}

fn common(object: &Object, owner: Owner, arguments: Arguments<'_>) -> Common {
    let cache = object.object("taskCache").filter(|cache| is_true(cache, "enabled"));
    Common {
        run_if: arguments.template(object, "runIf", owner),
        disabled: is_true(object, "disabled"),
        allow_failure: is_true(object, "allowFailure"),
        allow_warning: is_true(object, "allowWarning"),
        timeout: arguments.named(object, "timeout", owner),
        retry: object.object("retry").and_then(|retry| retry::retry(retry)),
        log_level: object.text("logLevel").and_then(|level| log_level(level)),
        log_to_file: is_true(object, "logToFile"),
        cache: cache.map(|cache| Cache { ttl: cache.text("ttl").cloned() }),
    }
}

fn log_level(name: &str) -> Option<LogLevel> {
    match name {
        "TRACE" => Some(LogLevel::Trace),
        "DEBUG" => Some(LogLevel::Debug),
        "INFO" => Some(LogLevel::Info),
        "WARN" => Some(LogLevel::Warn),
        "ERROR" => Some(LogLevel::Error),
        _ => None,
    }
}
