//! What people and programs do with executions.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use plan::evaluate::{self, Context};
use plan::flow::{CheckBehavior, Input};
use plan::step::Shape;
use plan::value::Map;
use plan::{Failure, Text};

use super::checks::{self, FailedCheck};
use super::deploy::refused;
use super::{Cascade, Replay, find};
use crate::creation::{Acceptance, Creation, execution_folder};
use crate::execution::{Birth, Event, Execution, Label, Program, Resumption, RunKey, State};
use crate::executor::{Live, Machine, Slot, Told, is_system};
use crate::ids::{ExecutionId, TaskRunId};
use crate::inputs::{self, Resolved, Resolver};
use crate::mask::Mask;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::store::{Table, Write, records};
use crate::world::Outside;

impl Machine {
    /// Resolves raw inputs as the author of a flow has said.
    pub(crate) fn resolve_inputs(&self, program: &Program, inputs: &[Input], raw: &Map) -> Vec<Resolved> {
        let mask = self.doors.mask.fresh();
        let evaluate =
            |visible: &Map, act: &mut dyn FnMut(&Context<'_>)| self.before_execution(program, visible, &mask, act);
        let resolver = Resolver { evaluate: &evaluate, parse: &*self.doors.parse, cipher: self.surroundings.cipher() };
        let mut resolved = inputs::resolve(inputs, raw, &resolver);
        for problem in resolved.iter_mut().flat_map(|input| &mut input.problems) {
            *problem = mask.hide(problem).into_owned();
        }
        resolved
    }

    /// What an expression of a flow sees before there is an execution, with these inputs.
    pub(super) fn before_execution(
        &self,
        program: &Program,
        inputs: &Map,
        mask: &Mask,
        act: &mut dyn FnMut(&Context<'_>),
    ) {
        let no_logs = || plan::Value::list([]);
        let outside = Outside {
            doors: &self.doors,
            flow: &program.plan.flow,
            execution: None,
            dialect: program.plan.dialect,
            mask,
            error_logs: &no_logs,
        };
        let variables = self.surroundings.of_flow(program, inputs);
        act(&Context::new(&variables).with_world(&outside).with_settings(&self.evaluation));
    }

    /// The inputs of an execution, converted and checked; the first problem says why not.
    pub(crate) fn typed_inputs(&self, program: &Program, _: ExecutionId, raw: &Map) -> Result<Map, Failure> {
        let resolved = self.resolve_inputs(program, &program.plan.inputs, raw);
        inputs::kept(resolved).map_err(|problems| {
            Failure::new(problems.first().map_or("the inputs do not fit", |problem| &*problem.message))
        })
    }
}

pub(super) async fn create(machine: &Arc<Machine>, creation: Creation) -> Result<ExecutionId, Refusal> {
    let (id, trace) = (creation.id, creation.trace);
    let (execution, refused) = prepare(machine, creation)?;
    if let Some(trace) = trace {
        machine.join_trace(&execution, trace);
    }
    let event = refused.map_or(Event::Begun, Event::Refused);
    durable(machine.begin_beside(execution, event, Vec::new())).await?;
    Ok(id)
}

/// The execution that is asked for, before it has begun; with the reason where it is to fail at once.
fn prepare(machine: &Machine, creation: Creation) -> Result<(Execution, Option<Text>), Refusal> {
    if machine.stopping.load(Ordering::Relaxed) {
        return Err(Refusal::Stopping);
    }
    machine.has_room()?;
    let program = program(machine, &creation)?;
    if program.plan.disabled {
        return Err(Refusal::Disabled(creation.flow));
    }
    let own = |label: &&Label| is_system(&label.0) && !matches!(&*label.0, "system.correlationId" | "system.app");
    if let Some(label) = creation.labels.iter().find(own) {
        return Err(Refusal::SystemLabel(label.0.clone()));
    }
    let mut refused = None;
    let inputs = match creation.acceptance {
        Acceptance::Checked => {
            let resolved = machine.resolve_inputs(&program, &program.plan.inputs, &creation.inputs);
            let inputs = inputs::kept(resolved).map_err(Refusal::Inputs)?;
            if let Some(check) = checks::strictest(checks::failed(machine, &program, &inputs)) {
                match check.behavior {
                    CheckBehavior::BlockExecution => return Err(Refusal::Check(check.message)),
                    CheckBehavior::FailExecution => refused = Some(check.message),
                    CheckBehavior::CreateExecution => {}
                }
            }
            inputs
        }
        Acceptance::AsGiven => {
            let resolved = machine.resolve_inputs(&program, &program.plan.inputs, &Map::default());
            let defaults = resolved.into_iter().filter(|input| input.is_default && input.problems.is_empty());
            let mut inputs = inputs::kept(defaults.collect()).map_err(Refusal::Inputs)?;
            for (id, value) in &creation.inputs {
                inputs::nest(&mut inputs, id, crate::outputs::stored(value.clone()));
            }
            inputs
        }
    };
    let is_plain = |label: &&Label| !is_system(&label.0);
    let mut labels: Vec<Label> = program.plan.labels.iter().filter(is_plain).cloned().collect();
    labels.extend(creation.labels);
    if !labels.iter().any(|label| &*label.0 == "system.correlationId") {
        labels.push(("system.correlationId".into(), creation.id.to_string().into()));
    }
    let birth = Birth {
        id: creation.id,
        kind: creation.kind,
        labels,
        inputs: Arc::new(inputs),
        trigger: creation.trigger,
        lineage: None,
        schedule_date: creation.schedule_date,
        hold: None,
    };
    Ok((Execution::new(program, birth, machine.clock().now()), refused))
}

/// The conditions of a flow that do not hold for raw inputs; none where inputs are missing or wrong.
pub(super) fn failed_checks(machine: &Machine, program: &Program, raw: &Map) -> Vec<FailedCheck> {
    let resolved = machine.resolve_inputs(program, &program.plan.inputs, raw);
    inputs::kept(resolved).map_or_else(|_| Vec::new(), |inputs| checks::failed(machine, program, &inputs))
}

fn program(machine: &Machine, creation: &Creation) -> Result<Arc<Program>, Refusal> {
    let found = machine.program(&creation.flow, creation.revision);
    found.ok_or_else(|| match creation.revision {
        Some(revision) if machine.registry.flow(&creation.flow).is_some() => {
            Refusal::UnknownRevision(creation.flow.clone(), revision)
        }
        _ => Refusal::UnknownFlow(creation.flow.clone()),
    })
}

async fn durable(told: Told) -> Result<(), Refusal> {
    match told.await {
        Ok(result) => result.map_err(refused),
        Err(_) => Err(Refusal::Stopping),
    }
}

/// Does something with an execution, and waits until it is durable; gives the execution as the deed left it,
/// before anything followed from it.
async fn act(
    machine: &Arc<Machine>,
    id: ExecutionId,
    deed: impl FnOnce(&Live) -> Result<Event, Refusal>,
) -> Result<Arc<Execution>, Refusal> {
    let done = machine.with(id, |slot, live| {
        let event = deed(live)?;
        Ok::<_, Refusal>(begin_deed(machine, slot, live, event))
    });
    let (execution, told) = done.map_err(refused)?.ok_or(Refusal::UnknownExecution(id))??;
    durable(told).await?;
    machine.release(id);
    Ok(execution)
}

fn begin_deed(machine: &Arc<Machine>, slot: &Arc<Slot>, live: &mut Live, event: Event) -> (Arc<Execution>, Told) {
    machine.apply(live, event);
    let execution = Execution::without_secrets(Arc::clone(&live.execution), &live.mask);
    (execution, machine.settle_and_tell(slot, live, crate::store::committer::Importance::Kept, Vec::new()))
}

fn require(live: &Live, fits: impl FnOnce(State) -> bool, otherwise: &str) -> Result<(), Refusal> {
    let state = live.execution.state();
    if fits(state) {
        return Ok(());
    }
    Err(Refusal::WrongState { state, message: format!("the execution {otherwise}: it is {state}").into() })
}

/// The pause that a resumption goes on with, and what it asks for.
fn pause_of(execution: &Execution) -> (Option<RunKey>, Vec<Input>) {
    let paused = execution.task_runs().iter().filter(|run| run.state() == State::Paused);
    for run in paused {
        if let Shape::Await { on_resume, .. } = &execution.plan().step(run.step()).shape {
            return (Some(run.key()), on_resume.clone());
        }
    }
    (None, Vec::new())
}

/// The execution that the pause is in: an iteration of a loop holds those around it too.
fn paused_within(machine: &Machine, id: ExecutionId) -> Result<ExecutionId, Refusal> {
    let mut id = id;
    loop {
        let within = machine.with(id, |_, live| match pause_of(&live.execution) {
            (Some(_), _) => None,
            (None, _) => live.execution.held_by(),
        });
        match within.map_err(refused)? {
            Some(Some(within)) => id = within,
            Some(None) => return Ok(id),
            None => return Err(Refusal::UnknownExecution(id)),
        }
    }
}

pub(super) fn check_resume_inputs(machine: &Machine, id: ExecutionId, raw: &Map) -> Result<Vec<Resolved>, Refusal> {
    let id = paused_within(machine, id)?;
    let resolved = machine.with(id, |_, live| {
        require(live, |state| state == State::Paused, "is not paused")?;
        let (_, asked) = pause_of(&live.execution);
        Ok(machine.resolve_inputs(live.execution.program(), &asked, raw))
    });
    resolved.map_err(refused)?.ok_or(Refusal::UnknownExecution(id))?
}

pub(super) async fn resume(
    machine: &Arc<Machine>,
    id: ExecutionId,
    raw: &Map,
    by: Option<Text>,
) -> Result<Arc<Execution>, Refusal> {
    resume_to(machine, id, raw, by, State::Success).await
}

/// Goes on with a pause, into a state.
pub(super) async fn resume_to(
    machine: &Arc<Machine>,
    id: ExecutionId,
    raw: &Map,
    by: Option<Text>,
    to: State,
) -> Result<Arc<Execution>, Refusal> {
    let within = paused_within(machine, id)?;
    let resumed = act(machine, within, |live| {
        require(live, |state| state == State::Paused, "is not paused")?;
        let (run, asked) = pause_of(&live.execution);
        let inputs = if asked.is_empty() {
            None
        } else {
            let resolved = machine.resolve_inputs(live.execution.program(), &asked, raw);
            Some(Arc::new(inputs::kept(resolved).map_err(Refusal::Inputs)?))
        };
        Ok(Event::Resumed(Resumption { run, inputs, by, to }))
    })
    .await?;
    if within == id {
        return Ok(resumed);
    }
    let (execution, _) = find::execution(machine, id).map_err(refused)?.ok_or(Refusal::UnknownExecution(id))?;
    Ok(execution)
}

pub(super) async fn pause(machine: &Arc<Machine>, id: ExecutionId) -> Result<Arc<Execution>, Refusal> {
    act(machine, id, |live| {
        require(live, |state| state == State::Running, "is not running")?;
        Ok(Event::Paused)
    })
    .await
}

pub(super) async fn kill(machine: &Arc<Machine>, id: ExecutionId, cascade: Cascade) -> Result<(), Refusal> {
    act(machine, id, |live| {
        if cascade == Cascade::Alone {
            require(live, |state| !state.is_terminated(), "has ended already")?;
        }
        Ok(Event::Killed)
    })
    .await?;
    if cascade == Cascade::Below {
        let below = Query { trigger_execution: Some(id), ..Query::default() };
        for child in find::list(machine, &below).map_err(|error| Refusal::Store(error.0))?.items {
            if !child.state.is_terminated() {
                machine.tell(child.id, Event::Killed);
            }
        }
    }
    Ok(())
}

pub(super) async fn restart(
    machine: &Arc<Machine>,
    id: ExecutionId,
    revision: Option<u32>,
) -> Result<Arc<Execution>, Refusal> {
    let may_restart = |live: &Live| {
        require(live, |state| state.is_terminated() || state == State::Paused, "has not ended")?;
        let state = live.execution.state();
        let nothing = || Refusal::WrongState { state, message: "No task found to restart execution from!".into() };
        live.execution.can_restart().then_some(()).ok_or_else(nothing)
    };
    let Some(revision) = revision else {
        return act(machine, id, |live| may_restart(live).map(|()| Event::Restarted)).await;
    };
    let old = machine.with(id, |_, live| may_restart(live).map(|()| Arc::clone(&live.execution)));
    let old = old.map_err(refused)?.ok_or(Refusal::UnknownExecution(id))??;
    machine.release(id);
    let program = revision_of(machine, &old, Some(revision))?;
    let (new, commands) = old.restarted_as(ExecutionId::random(machine.clock().now()), program, machine.now(&old));
    carry_on(machine, new, commands).await
}

pub(super) async fn replay(machine: &Arc<Machine>, id: ExecutionId, replay: Replay) -> Result<Arc<Execution>, Refusal> {
    let (old, _) = find::execution(machine, id).map_err(refused)?.ok_or(Refusal::UnknownExecution(id))?;
    let program = revision_of(machine, &old, replay.revision)?;
    let new_id = ExecutionId::random(machine.clock().now());
    if let Some(from) = replay.task_run {
        let unknown = || Refusal::UnknownTaskRun(from.to_string());
        let key = old.task_run(from).ok_or_else(unknown)?.key();
        let (new, commands) = old.replayed(new_id, program, key, machine.now(&old)).ok_or_else(unknown)?;
        return carry_on(machine, new, commands).await;
    }
    let inputs = match replay.inputs {
        None => None,
        Some(raw) => {
            let resolved = machine.resolve_inputs(&program, &program.plan.inputs, &raw);
            Some(Arc::new(inputs::kept(resolved).map_err(Refusal::Inputs)?))
        }
    };
    let new = old.repeated(new_id, program, inputs, 1, None, machine.clock().now());
    let shown = Arc::new(new.clone());
    durable(machine.begin(new)).await?;
    Ok(shown)
}

fn revision_of(machine: &Machine, old: &Execution, revision: Option<u32>) -> Result<Arc<Program>, Refusal> {
    match revision {
        None => Ok(Arc::clone(old.program())),
        Some(number) => machine
            .program(old.flow(), Some(number))
            .ok_or_else(|| Refusal::UnknownRevision(old.flow().clone(), number)),
    }
}

/// An execution that begins in the middle.
async fn carry_on(
    machine: &Arc<Machine>,
    new: Execution,
    commands: Vec<crate::execution::Command>,
) -> Result<Arc<Execution>, Refusal> {
    let shown = Arc::new(new.clone());
    durable(machine.begin_with(new, commands)).await?;
    Ok(shown)
}

pub(super) async fn change_status(
    machine: &Arc<Machine>,
    id: ExecutionId,
    state: State,
) -> Result<Arc<Execution>, Refusal> {
    if !state.is_terminated() {
        return Err(Refusal::WrongState { state, message: format!("{state} is no state to end in").into() });
    }
    act(machine, id, |live| {
        require(live, State::is_terminated, "has not ended")?;
        Ok(Event::StatusChanged(state))
    })
    .await
}

pub(super) async fn change_task_run(
    machine: &Arc<Machine>,
    id: ExecutionId,
    run: TaskRunId,
    state: State,
) -> Result<Arc<Execution>, Refusal> {
    act(machine, id, |live| {
        let key = live.execution.task_run(run).map(crate::execution::TaskRun::key);
        let key = key.ok_or_else(|| Refusal::UnknownTaskRun(run.to_string()))?;
        if live.execution.state() == State::Paused {
            return Ok(Event::Resumed(Resumption { run: Some(key), inputs: None, by: None, to: state }));
        }
        require(live, State::is_terminated, "has not ended")?;
        Ok(Event::RunChanged(key, state))
    })
    .await
}

pub(super) async fn set_labels(
    machine: &Arc<Machine>,
    id: ExecutionId,
    labels: Vec<Label>,
) -> Result<Arc<Execution>, Refusal> {
    if let Some(label) = labels.iter().find(|label| is_system(&label.0)) {
        return Err(Refusal::SystemLabel(label.0.clone()));
    }
    act(machine, id, |live| {
        require(live, State::is_terminated, "has not ended")?;
        Ok(Event::Labelled(labels))
    })
    .await
}

pub(super) async fn force_run(machine: &Arc<Machine>, id: ExecutionId) -> Result<Arc<Execution>, Refusal> {
    act(machine, id, |live| {
        require(live, |state| !state.is_terminated(), "has ended")?;
        if live.execution.plan().concurrency.is_some() {
            machine.admissions.occupy(live.execution.flow(), id);
        }
        Ok(Event::Forced)
    })
    .await
}

pub(super) async fn unqueue(machine: &Arc<Machine>, id: ExecutionId, state: State) -> Result<Arc<Execution>, Refusal> {
    act(machine, id, |live| {
        require(live, |state| state == State::Queued, "is not queued")?;
        if !state.is_terminated() {
            machine.admissions.occupy(live.execution.flow(), id);
        }
        Ok(Event::Unqueued(state))
    })
    .await
}

pub(super) async fn delete(machine: &Arc<Machine>, id: ExecutionId) -> Result<(), Refusal> {
    let flow = machine.with(id, |_, live| {
        require(live, State::is_terminated, "has not ended")?;
        Ok::<_, Refusal>(live.execution.flow().clone())
    });
    let flow = flow.map_err(refused)?.ok_or(Refusal::UnknownExecution(id))??;
    let key = records::execution(id);
    let writes = vec![
        Write::DeleteBelow(Table::Executions, key.clone()),
        Write::DeleteBelow(Table::Logs, key.clone()),
        Write::DeleteBelow(Table::Metrics, key.clone()),
        Write::Delete(Table::Summaries, key.clone()),
        Write::Delete(Table::Open, key),
    ];
    machine.commit_all(writes).await.map_err(refused)?;
    machine.gone(id);
    let folder = execution_folder(&flow, id);
    if let Err(error) = machine.doors.storage.delete_below(&folder).await {
        tracing::warn!("the files of execution `{id}` cannot be deleted: {error}");
    }
    Ok(())
}

pub(super) fn evaluate(
    machine: &Machine,
    id: ExecutionId,
    run: Option<TaskRunId>,
    text: &str,
) -> Result<String, Failure> {
    let rendered = machine.with(id, |_, live| {
        let template = machine.doors.parse.template(text, live.execution.plan().dialect)?;
        let run = match run {
            None => None,
            Some(run) => Some(
                live.execution
                    .task_run(run)
                    .map(crate::execution::TaskRun::key)
                    .ok_or_else(|| Failure::new(Refusal::UnknownTaskRun(run.to_string()).to_string()))?,
            ),
        };
        let rendered = machine.within(live, run, |context| evaluate::render(&template, context));
        let hide = |text: &str| live.mask.hide(text).into_owned();
        rendered
            .map(|text| hide(&text))
            .map_err(|failure| Failure { message: hide(&failure.message).into(), ..failure })
    });
    let rendered = rendered.map_err(|error| Failure::new(error.0))?;
    machine.release(id);
    rendered.ok_or_else(|| Failure::new(Refusal::UnknownExecution(id).to_string()))?
}
