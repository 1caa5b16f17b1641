//! Executions that call others.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use plan::evaluate::{self, Context, Variables};
use plan::step::{Call, Shape};
use plan::value::Map;
use plan::{Dialect, Failure, FlowName, Template, Text, Value, java};
use rustc_hash::FxHashMap;

use super::Machine;
use super::answer::labels_of;
use super::drive::{After, Effect};
use super::live::{Live, Slot};
use crate::execution::event::CallState;
use crate::execution::item::{Around, Round};
use crate::execution::{Birth, Command, Event, Execution, Kind, Label, Pace, Program, RunKey, Started, State};
use crate::ids::ExecutionId;
use crate::scope::Scope;

/// Who waits for the end of which execution.
#[derive(Debug, Default)]
pub(crate) struct Callers(Mutex<FxHashMap<ExecutionId, Vec<(ExecutionId, RunKey)>>>);

impl Callers {
    fn add(&self, child: ExecutionId, caller: (ExecutionId, RunKey)) {
        let mut callers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let callers = callers.entry(child).or_default();
        if !callers.contains(&caller) {
            callers.push(caller);
        }
    }

    /// Those who wait; they will be told now.
    pub(super) fn take(&self, child: ExecutionId) -> Vec<(ExecutionId, RunKey)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&child).unwrap_or_default()
    }
}

/// How long a store that failed is left alone.
const RECOVERY: Duration = Duration::from_millis(500);

impl Machine {
    /// A task calls another flow: the execution comes to be with this commit, or is there already.
    pub(super) fn call(
        self: &Arc<Self>,
        live: &mut Live,
        run: RunKey,
        child: ExecutionId,
        part: u32,
        effect: &mut Effect,
    ) {
        let caller = (live.execution.id(), run);
        match self.slot(child) {
            Ok(Some(_)) => {
                self.callers.add(child, caller);
                effect.after.push(After::Follow { run, child });
                return;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!("cannot look up the execution {child}, asking again: {error}");
                effect.after.push(After::CallLater { run, child, part });
                return;
            }
        }
        let result = self.make_child(live, run, child, part).map(|(execution, waits)| {
            if waits {
                self.callers.add(child, caller);
            }
            effect.newborn.push(self.bear(execution));
            CallState { state: State::Created, outputs: None, failure: None }
        });
        self.apply(live, Event::Called { run, child, result });
    }

    /// The end of an execution that is there already is waited for, or told at once.
    pub(super) fn follow(self: &Arc<Self>, parent: ExecutionId, run: RunKey, child: ExecutionId) {
        match self.with(child, |_, live| (live.execution.state().is_terminated(), live.execution.pace())) {
            Ok(Some((true, _))) => {
                self.callers.take(child);
                self.tell_caller(parent, run, child);
            }
            Ok(Some((false, pace))) => {
                // What was told of an iteration may have been lost with the engine that told it.
                if let Some(slot) = self.lives.get(child) {
                    self.tell_around(&slot, pace);
                }
            }
            Ok(None) => {}
            Err(error) => tracing::error!("execution `{child}` cannot be followed: {error}"),
        }
        self.release(child);
    }

    /// The execution around an iteration of a loop hears that it is paused, or goes on.
    pub(super) fn tell_around(self: &Arc<Self>, slot: &Slot, pace: Pace) {
        let item = slot.lock().execution.item().cloned();
        if let Some(item) = item {
            self.tell(item.execution, Event::IterationMoved { run: item.run, child: slot.id, pace });
        }
    }

    /// An execution that was called before is begun again at what failed, or goes on already; where there is
    /// nothing to begin again at, the caller calls another one.
    pub(super) fn restart_called(self: &Arc<Self>, parent: ExecutionId, run: RunKey, child: ExecutionId) {
        self.callers.add(child, (parent, run));
        let restarted = self.with(child, |slot, live| {
            let (ended, state) = (live.execution.state().is_terminated(), live.execution.state());
            if ended && !live.execution.can_restart() {
                return None;
            }
            if ended {
                self.drive(slot, live, Event::Restarted);
            }
            Some(if ended { State::Restarted } else { state })
        });
        self.release(child);
        match restarted {
            Ok(Some(Some(state))) => {
                let result = Ok(CallState { state, outputs: None, failure: None });
                self.tell(parent, Event::Called { run, child, result });
            }
            Ok(Some(None) | None) => {
                self.callers.take(child);
                self.tell(parent, Event::CallLost { run, child });
            }
            Err(error) => tracing::error!("execution `{child}` cannot be restarted: {error}"),
        }
    }

    /// Whoever called an execution hears of its end; what it gave out is put into a file first, where the caller
    /// keeps it there.
    pub(super) fn tell_caller(self: &Arc<Self>, parent: ExecutionId, run: RunKey, child: ExecutionId) {
        let asked = self.asked_outputs(parent, run);
        let ended = match self.with(child, |_, live| self.call_state(live, &asked)) {
            Ok(Some(ended)) => ended,
            Ok(None) => return,
            Err(error) => {
                tracing::error!("execution `{child}` cannot be followed: {error}");
                return;
            }
        };
        let file = self.with(parent, |_, live| {
            let part = live.execution.part_of(run, child)?;
            live.execution.file_of(run, part)
        });
        let file = file.ok().flatten().flatten();
        let (Some(file), Some(outputs)) = (file, ended.outputs.clone()) else {
            self.tell(parent, Event::CallEnded { run, child, ended });
            return;
        };
        let machine = Arc::clone(self);
        self.handle.spawn(async move {
            let row = plan::ion::to_text(&Value::Map(outputs));
            let kept = machine.doors.storage.put(&file, format!("{row}\n")).await;
            let failure = kept.err().map(|error| Failure::new(format!("cannot write the outputs: {error}")));
            let outputs = [("uri".into(), Value::text(file.as_str()))].into_iter().collect();
            let ended = CallState { outputs: Some(Arc::new(outputs)), failure: ended.failure.or(failure), ..ended };
            machine.tell(parent, Event::CallEnded { run, child, ended });
        });
    }

    /// Calls when the store has had time to recover: that it failed is no fault of the flow.
    pub(super) fn call_later(self: &Arc<Self>, caller: ExecutionId, run: RunKey, child: ExecutionId, part: u32) {
        let machine = Arc::clone(self);
        self.under_way.begin();
        self.handle.spawn(async move {
            tokio::time::sleep(RECOVERY).await;
            let again = Command::Call { run, child, part };
            if let Err(error) = machine.with(caller, |slot, live| machine.command(slot, live, again.clone())) {
                tracing::error!("the execution {caller} cannot call {child}: {error}");
            }
            machine.under_way.end();
        });
    }

    /// A called execution as its caller sees it; what the caller asks for is computed in its context (1.x).
    pub(super) fn call_state(&self, child: &Live, asked: &[(Text, Template)]) -> CallState {
        let execution = &child.execution;
        let state = CallState { state: execution.state(), outputs: execution.outputs().cloned(), failure: None };
        if state.outputs.is_some() || asked.is_empty() {
            return state;
        }
        let scope = Scope::of_execution(execution, &self.surroundings);
        let computed = self.with_scope(child, &scope, |context| {
            let values = asked.iter().map(|(name, template)| Ok((name.clone(), evaluate::value(template, context)?)));
            values.collect::<Result<Map, Failure>>()
        });
        match computed {
            Ok(outputs) => CallState { outputs: Some(Arc::new(outputs)), ..state },
            Err(failure) => CallState { failure: Some(failure), ..state },
        }
    }

    /// What a call asks to be computed in the context of the called execution.
    pub(super) fn asked_outputs(&self, parent: ExecutionId, run: RunKey) -> Vec<(Text, Template)> {
        let asked = self.with(parent, |_, live| {
            let step = live.execution.run(run).map(|run| live.execution.plan().step(run.step()));
            match step.map(|step| &step.shape) {
                Some(Shape::Call(call)) => call.outputs.clone(),
                _ => Vec::new(),
            }
        });
        asked.ok().flatten().unwrap_or_default()
    }

    fn make_child(&self, live: &Live, run: RunKey, id: ExecutionId, part: u32) -> Result<(Execution, bool), Failure> {
        let parent = &live.execution;
        let task = parent.run(run).ok_or_else(|| Failure::new("the task run is gone"))?;
        let step = parent.plan().step(task.step());
        let round = parent.round_of(run, part);
        let (call, asked) = match (&step.shape, round) {
            (Shape::Call(call), _) => (call, self.within(live, Some(run), |context| Asked::evaluate(call, context))?),
            (Shape::CallEach { call, .. }, Some(batch)) => {
                let scope = Batch::new(Scope::of_run(parent, run, &self.surroundings), &batch);
                (call, self.with_scope(live, &scope, |context| Asked::evaluate(call, context))?)
            }
            (Shape::Each { .. }, Some(round)) => {
                let around = Around {
                    outputs: parent.outputs_around(run),
                    tasks: crate::scope::tasks_of(parent).unwrap_or_default(),
                };
                return Ok((parent.iteration(id, run, round, around, self.clock().now()), true));
            }
            _ => return Err(Failure::new("the task calls nothing")),
        };
        let program = self.called_program(&asked)?;
        let inputs = self.typed_inputs(&program, id, &asked.inputs)?;
        let started = Started {
            id: step.name.clone(),
            trigger_type: step.task_type.clone(),
            variables: Arc::new(variables_of(parent, run, part)),
        };
        let birth = Birth {
            id,
            kind: Kind::Normal,
            labels: labels_of_child(parent, &program, call.inherit_labels, asked.labels, id),
            inputs: Arc::new(inputs),
            trigger: Some(started),
            lineage: None,
            schedule_date: asked.schedule_date,
            hold: None,
        };
        Ok((Execution::new(program, birth, self.clock().now()), call.wait))
    }

    fn called_program(&self, asked: &Asked) -> Result<Arc<Program>, Failure> {
        let FlowName { namespace, id } = &asked.flow;
        let missing = || {
            let revision = asked.revision.unwrap_or(0);
            Failure::new(format!("Unable to find flow '{namespace}'.'{id}' with revision '{revision}'"))
        };
        let program = self.program(&asked.flow, asked.revision).ok_or_else(missing)?;
        if program.plan.disabled {
            return Err(Failure::new("Cannot execute a flow which is disabled"));
        }
        Ok(program)
    }
}

/// What a call asks for, evaluated.
struct Asked {
    flow: FlowName,
    revision: Option<u32>,
    inputs: Map,
    labels: Vec<Label>,
    schedule_date: Option<Timestamp>,
}

impl Asked {
    fn evaluate(call: &Call, context: &Context<'_>) -> Result<Self, Failure> {
        let text = |argument| evaluate::evaluate(argument, context).map(|value| Text::from(java::to_text(&value)));
        let inputs: Result<Map, Failure> = (call.inputs.iter())
            .map(|(name, argument)| Ok((name.clone(), evaluate::evaluate(argument, context)?)))
            .collect();
        let labels: Result<Map, Failure> = (call.labels.iter())
            .map(|(name, argument)| Ok((name.clone(), evaluate::evaluate(argument, context)?)))
            .collect();
        let revision =
            call.revision.as_ref().map(|argument| super::answer::count(&evaluate::evaluate(argument, context)?));
        let date = call.schedule_date.as_ref().map(|argument| evaluate::evaluate(argument, context)).transpose()?;
        Ok(Self {
            flow: FlowName { namespace: text(&call.namespace)?, id: text(&call.flow_id)? },
            revision: revision.transpose()?,
            inputs: inputs?,
            labels: labels_of(&Value::Map(Arc::new(labels?)))?,
            schedule_date: date.map(|date| point_in_time(&date)).transpose()?,
        })
    }
}

/// A date with a time and a zone.
fn point_in_time(value: &Value) -> Result<Timestamp, Failure> {
    let at = match value {
        Value::Instant(at) => Some(*at),
        Value::Zoned(at) => Some(at.timestamp()),
        other => java::to_text(other).parse().ok(),
    };
    at.ok_or_else(|| Failure::new(format!("`{}` is no date with a time and a zone", java::to_text(value))))
}

/// The scope of a batch: `taskrun` tells of it, and of nothing else.
struct Batch<'a> {
    scope: Scope<'a>,
    task_run: Value,
}

impl<'a> Batch<'a> {
    fn new(scope: Scope<'a>, batch: &Round) -> Self {
        let items = Value::Text(batch.value.clone());
        let task_run = Value::map([("items", items), ("iteration", Value::integer(i64::from(batch.index)))]);
        Self { scope, task_run }
    }
}

impl Variables for Batch<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        if name == "taskrun" { Some(&self.task_run) } else { self.scope.root(name) }
    }

    fn names(&self) -> Vec<&str> {
        self.scope.names()
    }
}

/// What a called execution sees as `trigger`.
fn variables_of(parent: &Execution, run: RunKey, part: u32) -> Map {
    let mut variables = Map::default();
    if let Some(task) = parent.run(run) {
        variables.insert("taskRunId".into(), Value::text(task.id().to_string()));
        variables.insert("taskId".into(), Value::Text(parent.task_name(task).clone()));
        if let Some(value) = task.value() {
            variables.insert("taskRunValue".into(), Value::Text(value.clone()));
        }
        if let Some(iteration) = task.iteration() {
            variables.insert("taskRunIteration".into(), Value::integer(i64::from(iteration)));
        }
        if let (Some(file), Some(several)) = (parent.file_of(run, part), task.outputs()) {
            let batches = several.get("numberOfBatches").cloned().unwrap_or(Value::Null);
            let uri = Value::text(format!("//{}", file.path()));
            variables.insert("taskRunOutputs".into(), Value::map([("numberOfBatches", batches), ("uri", uri)]));
            variables.insert("taskRunIteration".into(), Value::integer(i64::from(part)));
        } else if let Some(outputs) = task.outputs().filter(|_| parent.plan().dialect == Dialect::V1) {
            // What the attempt before gave out.
            variables.insert("taskRunOutputs".into(), Value::Map(Arc::clone(outputs)));
        }
    }
    if let Some(item) = parent.item() {
        variables.insert("loopTaskRunId".into(), Value::text(item.run.to_string()));
        variables.insert("loopIndex".into(), Value::integer(i64::from(item.round.index)));
    }
    variables.insert("executionId".into(), Value::text(parent.id().to_string()));
    variables.insert("namespace".into(), Value::Text(parent.flow().namespace.clone()));
    variables.insert("flowId".into(), Value::Text(parent.flow().id.clone()));
    variables.insert("flowRevision".into(), Value::integer(i64::from(parent.revision())));
    variables
}

/// The labels of the flow, those handed down, the correlation, those of the call; of two the first counts.
fn labels_of_child(
    parent: &Execution,
    program: &Program,
    inherits: bool,
    own: Vec<Label>,
    id: ExecutionId,
) -> Vec<Label> {
    let is_plain = |label: &&Label| !super::answer::is_system(&label.0);
    let mut labels: Vec<Label> = program.plan.labels.iter().filter(is_plain).cloned().collect();
    if inherits {
        labels.extend(parent.labels().iter().filter(is_plain).cloned());
    }
    let correlation = parent.label("system.correlationId").cloned();
    labels.push(("system.correlationId".into(), correlation.unwrap_or_else(|| id.to_string().into())));
    labels.extend(own);
    labels
}
