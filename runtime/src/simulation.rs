//! Whole executions in a scripted world: no clock, no threads, no store, nothing of the machine.
//!
//! Expressions, controls and tasks that only compute are real. How everything else ends, how long it takes and what
//! somebody does meanwhile is said by a [`Script`]. What comes at the same time comes in an order that a seed decides, so
//! that a play can be repeated.

mod script;
mod world;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use plan::evaluate::{self, Context};
use plan::step::{Effects, LogLevel, Shape};
use plan::value::Map;
use plan::{Failure, Plan, Text};

use crate::execution::event::End;
use crate::execution::{
    Admission, Birth, CallState, Command, Event, Execution, Kind, Outcome, Program, Question, Resumption, RunKey,
    State, TaskRun,
};
use crate::executor::{Decision, length, outcome, properties, timed_out};
use crate::ids::ExecutionId;
use crate::inputs::{self, Resolver};
use crate::metrics::Metric;
use crate::scope::{Scope, Surroundings};
use crate::settings::Settings;
use crate::storage::FileUri;
use crate::tasks::{self, Act, Journal, Properties};
use crate::{Parse, outputs};

pub use script::{Answered, Deed, Script};
use world::Still;

/// No play has more steps; one that has goes round for ever.
const STEPS: usize = 100_000;

/// What came of a play.
#[derive(Debug)]
pub struct Played {
    /// The execution; where it was tried again as a new one, that one behind it, and so on.
    pub executions: Vec<Arc<Execution>>,
    /// What was said, in order.
    pub log: Vec<Line>,
    /// How long it took.
    pub took: SignedDuration,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How important it is.
    pub level: LogLevel,
    /// The task that said it; `None` for the execution itself.
    pub task: Option<Text>,
    /// What was said.
    pub message: String,
}

/// Plays an execution of a flow, to its end or until nothing more is scripted.
///
/// # Errors
///
/// The reason in one line, where the inputs do not fit or it would never end.
pub fn play(plan: Arc<Plan>, script: Script, parse: &dyn Parse) -> Result<Played, String> {
    let settings = Settings::in_memory(std::path::Path::new(""));
    let mut simulation = Simulation::new(plan, script, parse, Surroundings::new(&settings))?;
    simulation.apply(Event::Begun);
    for _ in 0..STEPS {
        if let Some(command) = simulation.open.pop_front() {
            simulation.perform(command);
        } else if !simulation.wait() {
            return Ok(simulation.end());
        }
    }
    Err("it goes round for ever".to_owned())
}

/// An execution at play.
struct Simulation<'a> {
    execution: Arc<Execution>,
    before: Vec<Arc<Execution>>,
    /// What tries it again, once it has ended.
    successor: Option<Execution>,
    script: Script,
    parse: &'a dyn Parse,
    surroundings: Surroundings,
    start: Timestamp,
    now: Timestamp,
    dice: u64,
    open: VecDeque<Command>,
    due: Vec<Due>,
    log: Vec<Line>,
}

/// Something that happens at a time.
struct Due {
    at: Timestamp,
    what: What,
}

enum What {
    Event(Event),
    Deed(Deed),
}

/// What may happen next.
#[derive(Clone, Copy)]
enum Next {
    Due(usize),
    Deadline,
}

impl<'a> Simulation<'a> {
    fn new(
        plan: Arc<Plan>,
        mut script: Script,
        parse: &'a dyn Parse,
        surroundings: Surroundings,
    ) -> Result<Self, String> {
        let start = Timestamp::UNIX_EPOCH;
        let program = Arc::new(Program::new(plan, 1));
        let evaluate = |visible: &Map, act: &mut dyn FnMut(&Context<'_>)| {
            let world = Still { now: start, parse, log: &[] };
            act(&Context::new(&surroundings.of_flow(&program, visible)).with_world(&world));
        };
        let resolver = Resolver { evaluate: &evaluate, parse, cipher: None };
        let resolved = inputs::resolve(&program.plan.inputs, &script.inputs, &resolver);
        let inputs = inputs::kept(resolved).map_err(|problems| {
            problems.first().map_or_else(|| "the inputs do not fit".to_owned(), |problem| problem.message.to_string())
        })?;
        let birth = Birth {
            id: ExecutionId::new(start, u128::from(script.seed)),
            kind: Kind::Normal,
            labels: program.plan.labels.clone(),
            inputs: Arc::new(inputs),
            trigger: None,
            lineage: None,
            schedule_date: None,
            hold: None,
        };
        let deeds = std::mem::take(&mut script.deeds).into_iter();
        let due = deeds.map(|(after, deed)| Due { at: later(start, after), what: What::Deed(deed) }).collect();
        Ok(Self {
            execution: Arc::new(Execution::new(program, birth, start)),
            before: Vec::new(),
            successor: None,
            dice: script.seed,
            script,
            parse,
            surroundings,
            start,
            now: start,
            open: VecDeque::new(),
            due,
            log: Vec::new(),
        })
    }

    fn end(mut self) -> Played {
        self.before.push(self.execution);
        Played { executions: self.before, log: self.log, took: self.now.duration_since(self.start) }
    }

    fn apply(&mut self, event: Event) {
        let commands = Arc::make_mut(&mut self.execution).apply(event, self.now);
        self.open.extend(commands);
    }

    /// Time goes on to what happens next; whether anything does.
    fn wait(&mut self) -> bool {
        if self.execution.state().is_terminated()
            && let Some(successor) = self.successor.take()
        {
            let ended = std::mem::replace(&mut self.execution, Arc::new(successor));
            self.before.push(ended);
            self.apply(Event::Begun);
            return true;
        }
        let deadline = self.execution.deadline();
        let Some(at) = self.due.iter().map(|due| due.at).chain(deadline).min() else { return self.resume() };
        self.now = self.now.max(at);
        let due = (0..self.due.len()).filter(|&index| self.due[index].at <= self.now).map(Next::Due);
        let mut next: Vec<Next> = due.collect();
        next.extend(deadline.filter(|deadline| *deadline <= self.now).map(|_| Next::Deadline));
        match next[self.throw(next.len())] {
            Next::Deadline => self.apply(Event::Elapsed),
            Next::Due(index) => match self.due.remove(index).what {
                What::Event(event) => self.apply(event),
                What::Deed(deed) => self.act(deed),
            },
        }
        true
    }

    /// Goes on with what nobody waits for; whether that is said.
    fn resume(&mut self) -> bool {
        if self.execution.state() != State::Paused || self.script.resume.is_empty() {
            return false;
        }
        let inputs = self.script.resume.remove(0);
        self.act(Deed::Resume(inputs));
        true
    }

    fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Kill => self.apply(Event::Killed),
            Deed::Pause => self.apply(Event::Paused),
            Deed::Resume(inputs) => {
                let inputs = Some(Arc::new(inputs)).filter(|inputs| !inputs.is_empty());
                self.apply(Event::Resumed(Resumption { run: None, inputs, by: None, to: State::Success }));
            }
            Deed::Restart if self.execution.can_restart() && self.execution.state().is_terminated() => {
                self.apply(Event::Restarted);
            }
            Deed::Restart => {}
        }
    }

    fn perform(&mut self, command: Command) {
        match command {
            Command::Evaluate(question) => {
                let answer = self.within(question.run(), |execution, context| {
                    let rows = |uri: &FileUri| Err(Failure::new(format!("there is no file `{uri}` in a simulation")));
                    Decision { execution, cipher: None, rows: &rows }.answer(question, context)
                });
                self.apply(Event::Answered(question, answer));
            }
            Command::Run { run, attempt } => self.run(run, attempt),
            Command::Call { run, child, .. } => {
                let called = CallState { state: State::Created, outputs: None, failure: None };
                self.apply(Event::Called { run, child, result: Ok(called) });
                self.call_ends(run, child);
            }
            Command::RestartCalled { run, child } => self.call_ends(run, child),
            Command::KillCalled { child } => {
                let now = self.now;
                for due in &mut self.due {
                    if let What::Event(Event::CallEnded { child: called, ended, .. }) = &mut due.what
                        && *called == child
                    {
                        *ended = CallState { state: State::Killed, outputs: None, failure: None };
                        due.at = now;
                    }
                }
            }
            Command::Abort { run: aborted } => {
                let now = self.now;
                for due in &mut self.due {
                    if let What::Event(Event::Ended { run, outcome, .. }) = &mut due.what
                        && *run == aborted
                    {
                        *outcome = Outcome { end: End::Killed, outputs: None };
                        due.at = now;
                    }
                }
            }
            Command::OpenFolder { run } | Command::CloseFolder { run } => {
                self.apply(Event::Answered(Question::Folder(run), Ok(crate::execution::Answer::Folder(None))));
            }
            Command::Admit => self.apply(Event::Admitted(Admission::Granted)),
            Command::Continue => self.apply(Event::Continued),
            Command::Repeat { successor, at } => {
                let (program, attempt) = (Arc::clone(self.execution.program()), self.execution.lineage().attempt + 1);
                self.successor = Some(self.execution.repeated(successor, program, None, attempt, Some(at), self.now));
            }
            Command::Failed { run, failure } => self.say(Some(run), LogLevel::Error, failure.message.to_string()),
            Command::Log { run, level, message } => self.say(run, level, message.to_string()),
        }
    }

    /// A task that only computes does so; any other ends as it is said.
    fn run(&mut self, run: RunKey, attempt: u32) {
        let execution = Arc::clone(&self.execution);
        let Some(task) = execution.run(run) else { return };
        let step = execution.plan().step(task.step());
        self.apply(Event::Started { run, attempt });
        let scripted = self.script.answers.get(&step.name).is_some_and(|answers| !answers.is_empty());
        let behaviour = tasks::find(&step.task_type).map(|behaviour| &behaviour.act);
        if let Some(Act::Compute(compute)) = behaviour
            && !scripted
            && (step.effects == Effects::Pure || matches!(step.shape, Shape::Run))
        {
            let outcome = self.compute(run, *compute);
            self.apply(Event::Ended { run, attempt, outcome });
            return;
        }
        let answered = self.script.answer(&step.name);
        let timeout = step
            .common
            .timeout
            .as_ref()
            .map(|timeout| self.within(Some(run), |_, context| length(&evaluate::evaluate(timeout, context)?)));
        let (takes, outcome) = match timeout.transpose() {
            Err(failure) => (SignedDuration::ZERO, Outcome::failed(failure)),
            Ok(Some(timeout)) if timeout < answered.takes => {
                (timeout, Outcome::failed(timed_out(timeout.unsigned_abs())))
            }
            Ok(_) => (answered.takes, answered.outcome()),
        };
        self.due.push(Due { at: later(self.now, takes), what: What::Event(Event::Ended { run, attempt, outcome }) });
    }

    fn compute(
        &mut self,
        run: RunKey,
        compute: fn(&Properties, &dyn Journal) -> Result<tasks::Outcome, Failure>,
    ) -> Outcome {
        let given = self.within(Some(run), |execution, context| {
            let step = execution.run(run).map(TaskRun::step).ok_or_else(|| Failure::new("the task run is gone"))?;
            let values = properties(execution.plan().step(step), context)?;
            Ok(Properties::of_step(values, execution.plan(), step))
        });
        let given = match given {
            Ok(given) => given,
            Err(failure) => return Outcome::failed(failure),
        };
        let notes = Notes::default();
        let result = compute(&given, &notes);
        for (level, message) in notes.0.into_inner().unwrap_or_else(PoisonError::into_inner) {
            self.say(Some(run), level, message);
        }
        outcome(result)
    }

    fn call_ends(&mut self, run: RunKey, child: ExecutionId) {
        let name = self.execution.run(run).map(|task| self.execution.task_name(task).clone()).unwrap_or_default();
        let answered = self.script.answer(&name);
        let outputs = answered.outputs.map(|outputs| Arc::new(outputs::stored_map(outputs)));
        let ended = CallState { state: answered.state, outputs, failure: None };
        let what = What::Event(Event::CallEnded { run, child, ended });
        self.due.push(Due { at: later(self.now, answered.takes), what });
    }

    /// Evaluates something as a task run, or the execution itself, sees it.
    fn within<R>(
        &self,
        run: Option<RunKey>,
        act: impl FnOnce(&Execution, &Context<'_>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let execution = &*self.execution;
        let scope = match run {
            Some(run) => Scope::of_run(execution, run, &self.surroundings),
            None => Scope::of_execution(execution, &self.surroundings),
        };
        let world = Still { now: self.now, parse: self.parse, log: &self.log };
        act(execution, &Context::new(&scope).with_world(&world))
    }

    fn say(&mut self, run: Option<RunKey>, level: LogLevel, message: String) {
        let task = run.and_then(|run| self.execution.run(run)).map(|run| self.execution.task_name(run).clone());
        self.log.push(Line { level, task, message });
    }

    /// A number below another that looks random and is always the same (SplitMix64).
    fn throw(&mut self, below: usize) -> usize {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.dice;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below.max(1) as u64).unwrap_or_default()
    }
}

/// What a task says while it computes.
#[derive(Default)]
struct Notes(Mutex<Vec<(LogLevel, String)>>);

impl Journal for Notes {
    fn log(&self, level: LogLevel, message: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((level, message));
    }

    fn metric(&self, _: Metric) {}
}

fn later(at: Timestamp, after: SignedDuration) -> Timestamp {
    at.checked_add(after).unwrap_or(Timestamp::MAX)
}
