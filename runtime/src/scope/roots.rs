//! The root names within an execution, each with how it is built.
//!
//! Rules: Kestra's `RunVariables`; where 1.x and 2.0 differ, the dialect of the plan decides.

use std::sync::Arc;

use jiff::Timestamp;
use plan::value::Map;
use plan::{Dialect, FlowName, Text, Value};

use super::Scope;
use crate::execution::{Execution, State, TaskRun};

/// A root name.
pub(super) struct Root {
    /// As expressions write it.
    pub(super) name: &'static str,
    /// Its value; `None` where it does not exist.
    pub(super) build: fn(&Scope<'_>) -> Option<Value>,
}

/// Every root name, those most asked for first.
pub(super) const ALL: &[Root] = &[
    Root { name: "outputs", build: outputs },
    Root { name: "inputs", build: inputs },
    Root { name: "taskrun", build: task_run },
    Root { name: "item", build: item },
    Root { name: "vars", build: variables },
    Root { name: "execution", build: execution },
    Root { name: "flow", build: flow },
    Root { name: "trigger", build: trigger },
    Root { name: "schedule", build: schedule },
    Root { name: "task", build: task },
    Root { name: "workerTaskrun", build: worker_task_run },
    Root { name: "parent", build: parent },
    Root { name: "parents", build: parents },
    Root { name: "tasks", build: tasks },
    Root { name: "labels", build: labels },
    Root { name: "envs", build: |scope| Some(scope.surroundings.environment.clone()) },
    Root { name: "globals", build: |scope| Some(scope.surroundings.globals.clone()) },
    Root { name: "namespace", build: |scope| scope.surroundings.namespace(&scope.execution.flow().namespace) },
    Root { name: "kestra", build: |scope| Some(scope.surroundings.kestra.clone()) },
];

fn outputs(scope: &Scope<'_>) -> Option<Value> {
    let started = !scope.execution.task_runs().is_empty() || scope.execution.item().is_some();
    started.then(|| Value::Map(scope.execution.task_outputs().clone()))
}

/// What an iteration of a loop goes over; `parents` are those of the loops around it, the outermost first.
fn item(scope: &Scope<'_>) -> Option<Value> {
    let item = scope.execution.item()?;
    let mut map = item.round.shown();
    if let Some(parent) = item.parents.last() {
        map.insert("parent".into(), Value::Map(Arc::new(parent.shown())));
    }
    if !item.parents.is_empty() {
        let parents = item.parents.iter().map(|parent| Value::Map(Arc::new(parent.shown())));
        map.insert("parents".into(), Value::list(parents));
    }
    Some(Value::Map(Arc::new(map)))
}

/// Absent, not empty, where the flow has no inputs.
fn inputs(scope: &Scope<'_>) -> Option<Value> {
    let inputs = scope.execution.inputs();
    if inputs.is_empty() {
        return None;
    }
    let inputs = Value::Map(inputs.clone());
    Some(match &scope.surroundings.cipher {
        Some(cipher) => cipher.reveal(&inputs),
        None => inputs,
    })
}

/// The flow's variables, those that tasks have set before them.
fn variables(scope: &Scope<'_>) -> Option<Value> {
    let written = &scope.execution.plan().variables;
    let set = scope.execution.variables();
    if written.is_empty() && set.is_empty() {
        return None;
    }
    let mut all: Map = written.iter().cloned().collect();
    all.extend(set.iter().map(|(name, value)| (name.clone(), value.clone())));
    Some(Value::Map(Arc::new(all)))
}

fn flow(scope: &Scope<'_>) -> Option<Value> {
    Some(flow_value(scope.execution.flow(), scope.execution.revision()))
}

/// A flow as expressions see it.
pub(crate) fn flow_value(flow: &FlowName, revision: u32) -> Value {
    Value::map([
        ("id", Value::Text(flow.id.clone())),
        ("namespace", Value::Text(flow.namespace.clone())),
        ("revision", Value::integer(i64::from(revision))),
        ("tenantId", Value::text("main")),
    ])
}

fn execution(scope: &Scope<'_>) -> Option<Value> {
    let execution = scope.execution;
    let mut map = Map::default();
    map.insert("id".into(), Value::text(execution.id().to_string()));
    map.insert("startDate".into(), date(execution.history().start()));
    map.insert("originalId".into(), Value::text(execution.lineage().original.to_string()));
    map.insert("state".into(), Value::text(execution.state().to_string()));
    if let Some(end) = execution.history().end() {
        map.insert("endDate".into(), date(end));
    }
    if let Some(outputs) = execution.outputs() {
        map.insert("outputs".into(), Value::Map(outputs.clone()));
    }
    Some(Value::Map(Arc::new(map)))
}

/// In 2.0 it tells what it was, too.
fn trigger(scope: &Scope<'_>) -> Option<Value> {
    let started = scope.execution.trigger()?;
    let mut variables = Arc::clone(&started.variables);
    if scope.execution.plan().dialect == Dialect::V2 {
        let context = [("type", Value::Text(started.trigger_type.clone())), ("id", Value::Text(started.id.clone()))];
        Arc::make_mut(&mut variables).insert("_context".into(), Value::map(context));
    }
    Some(Value::Map(variables))
}

/// An old name for the dates of a schedule.
fn schedule(scope: &Scope<'_>) -> Option<Value> {
    let started = scope.execution.trigger()?;
    let scheduled = started.variables.contains_key("date");
    scheduled.then(|| Value::Map(started.variables.clone()))
}

fn task(scope: &Scope<'_>) -> Option<Value> {
    let step = scope.execution.plan().step(scope.run?.step());
    Some(Value::map([("id", Value::Text(step.name.clone())), ("type", Value::Text(step.task_type.clone()))]))
}

fn task_run(scope: &Scope<'_>) -> Option<Value> {
    Some(shown(scope, scope.run?))
}

/// The run of the working directory around a task.
fn worker_task_run(scope: &Scope<'_>) -> Option<Value> {
    around(scope, scope.run?).map(|run| shown(scope, run))
}

fn around<'a>(scope: &Scope<'a>, run: &'a TaskRun) -> Option<&'a TaskRun> {
    let parent = scope.execution.run(run.parent()?)?;
    let is_workspace = matches!(scope.execution.plan().step(parent.step()).shape, plan::Shape::Workspace { .. });
    is_workspace.then_some(parent)
}

fn shown(scope: &Scope<'_>, run: &TaskRun) -> Value {
    let mut map = Map::default();
    map.insert("id".into(), Value::text(run.id().to_string()));
    map.insert("startDate".into(), date(run.history().start()));
    let finished = run.attempts().iter().filter(|attempt| attempt.history().current().is_terminated()).count();
    map.insert("attemptsCount".into(), Value::Int(i32::try_from(finished).unwrap_or(i32::MAX)));
    if let Some(parent) = run.parent().and_then(|key| scope.execution.run(key)) {
        map.insert("parentId".into(), Value::text(parent.id().to_string()));
    }
    // In a working directory its value is that of each task.
    if let Some(value) = run.value().or_else(|| around(scope, run)?.value()) {
        map.insert("value".into(), Value::Text(value.clone()));
    }
    if let Some(iteration) = run.iteration() {
        map.insert("iteration".into(), Value::Int(i32::try_from(iteration).unwrap_or(i32::MAX)));
    }
    Value::Map(Arc::new(map))
}

fn parents(scope: &Scope<'_>) -> Option<Value> {
    let run = scope.run?;
    Some(Value::list(scope.execution.ancestors(run).filter_map(|ancestor| ancestor_entry(scope, ancestor))))
}

fn parent(scope: &Scope<'_>) -> Option<Value> {
    let run = scope.run?;
    scope.execution.ancestors(run).find_map(|ancestor| ancestor_entry(scope, ancestor))
}

/// In 1.x an ancestor without value and outputs leaves no entry; in 2.0 each has one, without outputs.
fn ancestor_entry(scope: &Scope<'_>, ancestor: &TaskRun) -> Option<Value> {
    let value = ancestor.value().map(|value| ("taskrun", Value::map([("value", Value::Text(value.clone()))])));
    match scope.execution.plan().dialect {
        Dialect::V1 => {
            let outputs = ancestor.outputs().filter(|outputs| !outputs.is_empty());
            let outputs = outputs.map(|outputs| ("outputs", Value::Map(outputs.clone())));
            let entries: Vec<_> = outputs.into_iter().chain(value).collect();
            (!entries.is_empty()).then(|| Value::map(entries))
        }
        Dialect::V2 => {
            let id = Value::Text(scope.execution.task_name(ancestor).clone());
            Some(Value::map([("task", Value::map([("id", id)]))].into_iter().chain(value)))
        }
    }
}

/// `tasks.<id>.state`, or `tasks.<id>.<value>.state` within a loop.
fn tasks(scope: &Scope<'_>) -> Option<Value> {
    let mut tasks = tasks_of(scope.execution)?;
    // A task sees itself as it was when a worker was asked to run it.
    if let Some(run) = scope.run.filter(|run| run.value().is_none())
        && matches!(scope.execution.plan().step(run.step()).shape, plan::Shape::Run)
    {
        let created = Value::map([("state", Value::text(State::Created.name()))]);
        Arc::make_mut(&mut tasks).insert(scope.execution.task_name(run).clone(), created);
    }
    Some(Value::Map(tasks))
}

/// As `tasks` shows them; `None` where nothing has run.
pub(crate) fn tasks_of(execution: &Execution) -> Option<Arc<Map>> {
    let runs = execution.task_runs();
    if runs.is_empty() && execution.around().is_none() {
        return None;
    }
    let mut tasks = execution.around().map(|around| around.tasks.as_ref().clone()).unwrap_or_default();
    for run in runs {
        let state = Value::map([("state", Value::text(run.state().to_string()))]);
        let name = execution.task_name(run).clone();
        match run.value() {
            None => {
                tasks.insert(name, state);
            }
            Some(value) => {
                let entry = tasks.entry(name).or_insert_with(|| Value::Map(Arc::default()));
                if let Value::Map(values) = entry {
                    Arc::make_mut(values).insert(value.clone(), state);
                }
            }
        }
    }
    Some(Arc::new(tasks))
}

/// Labels by key, dots nest; of two with one key the first counts.
fn labels(scope: &Scope<'_>) -> Option<Value> {
    let labels = scope.execution.labels();
    if labels.is_empty() {
        return None;
    }
    let mut root = Map::default();
    for (key, value) in labels {
        nest(&mut root, key, value);
    }
    Some(Value::Map(Arc::new(root)))
}

fn nest(map: &mut Map, key: &str, value: &Text) {
    match key.split_once('.') {
        None => {
            map.entry(key.into()).or_insert_with(|| Value::Text(value.clone()));
        }
        Some((head, rest)) => {
            if let Value::Map(inner) = map.entry(head.into()).or_insert_with(|| Value::Map(Arc::default())) {
                nest(Arc::make_mut(inner), rest, value);
            }
        }
    }
}

/// A date as it arrives at a worker: text with microseconds.
fn date(at: Timestamp) -> Value {
    Value::text(format!("{at:.6}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_nest_and_the_first_counts() {
        let mut root = Map::default();
        for (key, value) in [("a", "1"), ("system.from", "api"), ("a", "2"), ("system.app", "x"), ("a.b", "lost")] {
            nest(&mut root, key, &value.into());
        }
        let system = Value::map([("from", "api".into()), ("app", "x".into())]);
        assert_eq!(Value::Map(Arc::new(root)), Value::map([("a", "1".into()), ("system", system)]));
    }

    #[test]
    fn dates_carry_microseconds() {
        let at = Timestamp::new(1_700_000_000, 120_000_000).expect("it is in range");
        assert_eq!(date(at), Value::text("2023-11-14T22:13:20.120000Z"));
    }
}
