//! Task runs: how one is created, begins, changes its state and ends.

use jiff::Timestamp;
use plan::step::Shape;
use plan::value::Map;
use plan::{StepId, Text};
use std::sync::Arc;

use super::frame::Frame;
use super::program::Section;
use super::state::{History, State};
use super::task_run::{Attempt, Progress, RunKey, TaskRun};
use super::turn::Turn;
use super::{Command, Execution, Question, Wake};
use crate::ids::TaskRunId;

/// The loop value and number a task run is created with.
#[derive(Clone, Debug, Default)]
pub(super) struct Iteration {
    pub(super) value: Option<Text>,
    pub(super) number: Option<u32>,
}

impl Execution {
    /// The run with this key; keys come from the execution itself, so that it is there.
    pub(super) fn at(&self, key: RunKey) -> &TaskRun {
        self.run(key).expect("keys are handed out for runs that exist")
    }

    pub(super) fn at_mut(&mut self, key: RunKey) -> &mut TaskRun {
        let index = self.position(key).expect("keys are handed out for runs that exist");
        self.changes.runs.push(key);
        &mut self.runs[index]
    }

    pub(super) fn shape(&self, key: RunKey) -> &Shape {
        &self.program.plan.step(self.at(key).step).shape
    }

    pub(super) fn frame(&self, container: Option<RunKey>) -> &Frame {
        match container {
            None => &self.known.root,
            Some(key) => self.known.frames.get(&key).unwrap_or(&EMPTY),
        }
    }

    pub(super) fn frame_mut(&mut self, container: Option<RunKey>) -> &mut Frame {
        match container {
            None => &mut self.known.root,
            Some(key) => self.known.frames.entry(key).or_default(),
        }
    }

    /// Creates a run of a step, to begin later in this turn.
    pub(super) fn create(
        &mut self,
        step: StepId,
        parent: Option<RunKey>,
        iteration: Iteration,
        turn: &mut Turn,
    ) -> RunKey {
        let key = RunKey(self.head.next);
        self.head.next += 1;
        let run = TaskRun {
            key,
            id: TaskRunId::nth(self.head.id, key.0),
            step,
            parent,
            lane: iteration.number.filter(|_| iteration.value.is_some()),
            value: iteration.value,
            iteration: iteration.number,
            history: History::begin(State::Created, turn.now),
            attempts: Vec::new(),
            outputs: None,
            progress: Progress::Undecided,
            wake: None,
        };
        let section = self.program.section(step);
        self.frame_mut(parent).add(&run, section);
        self.runs.push(run);
        self.changes.runs.push(key);
        turn.touched = true;
        turn.begin(key);
        key
    }

    /// Whether work may begin: nothing does while the execution is paused, is being killed or has ended,
    /// except for what is run after its end.
    pub(super) fn is_going_on(&self) -> bool {
        use super::Stage;
        match self.head.stage {
            Stage::Main => matches!(self.state(), State::Running | State::Retrying),
            Stage::After | Stage::Listeners(_) => true,
            Stage::Waiting | Stage::Outputs(_) | Stage::Over => false,
        }
    }

    /// A run that was created begins: first its condition is asked for, where it has one.
    pub(super) fn begin_run(&mut self, key: RunKey, turn: &mut Turn) {
        let run = self.at(key);
        let on_pause = self.program.section(run.step) == Section::OnPause;
        if !(self.is_going_on() || on_pause) || !matches!(run.state(), State::Created | State::Restarted) {
            return;
        }
        // The execution that it calls comes to be already.
        if run.state() == State::Created && matches!(run.progress, Progress::Called(_)) {
            return;
        }
        let common = &self.program.plan.step(run.step).common;
        if common.run_if.is_some() && run.state() == State::Created && run.attempts.is_empty() {
            turn.ask(Question::RunIf(key));
        } else {
            self.start_run(key, turn);
        }
    }

    /// A run whose condition holds begins to do what its shape says.
    pub(super) fn start_run(&mut self, key: RunKey, turn: &mut Turn) {
        if let Shape::Run = self.shape(key) {
            if !self.is_in_workspace(key) {
                self.enter(key, State::Submitted, turn);
            }
            let attempt = self.at(key).attempts.len() as u32;
            turn.command(Command::Run { run: key, attempt });
            return;
        }
        // A call runs once the execution that it calls is there.
        if !matches!(self.shape(key), Shape::Call(_)) && !self.shape(key).calls_several() {
            self.enter(key, State::Running, turn);
            self.open_attempt(key, turn.now);
        }
        self.begin_shape(key, turn);
    }

    /// Whether a run stands directly in a workspace, where no worker is asked for each task.
    pub(super) fn is_in_workspace(&self, key: RunKey) -> bool {
        let run = self.at(key);
        self.program.section(run.step) == Section::Body
            && run.parent.is_some_and(|parent| matches!(self.shape(parent), Shape::Workspace { .. }))
    }

    /// A try begins; a control that goes on after its end goes on with the try it had.
    pub(super) fn open_attempt(&mut self, key: RunKey, now: Timestamp) {
        let control = !matches!(self.shape(key), Shape::Run | Shape::Call(_));
        let run = self.at_mut(key);
        match run.attempts.last_mut() {
            Some(last) if control => last.history.enter(State::Running, now),
            _ => {
                let mut history = History::begin(State::Created, now);
                history.enter(State::Running, now);
                run.attempts.push(Attempt { history, log_file: None });
            }
        }
    }

    /// A run enters a state.
    pub(super) fn enter(&mut self, key: RunKey, state: State, turn: &mut Turn) {
        turn.touched = true;
        let run = self.at_mut(key);
        run.history.enter(state, turn.now);
        if let Some(wake) = run.wake.take() {
            self.known.wakes.remove(&(wake, Wake::Run(key)));
        }
    }

    /// A run waits for a time.
    pub(super) fn wake_at(&mut self, key: RunKey, at: Timestamp) {
        self.at_mut(key).wake = Some(at);
        self.known.wakes.insert((at, Wake::Run(key)));
    }

    /// A run ends; its last try ends in the same state, or in another where that is said.
    pub(super) fn end_run(&mut self, key: RunKey, state: State, attempt: State, turn: &mut Turn) {
        if let Some(last) = self.at_mut(key).attempts.last_mut()
            && !last.history.current().is_terminated()
        {
            last.history.enter(attempt, turn.now);
        }
        self.enter(key, state, turn);
        let index = self.position(key).expect("the run has just been changed");
        let (parent, section) = (self.runs[index].parent, self.program.section(self.runs[index].step));
        match parent {
            None => self.known.root.end(&self.runs[index], section),
            Some(parent) => self.known.frames.entry(parent).or_default().end(&self.runs[index], section),
        }
        turn.advance(parent);
    }

    /// A run gives something out; it shows at once in `outputs`.
    pub(super) fn give_out(&mut self, key: RunKey, outputs: Option<Arc<Map>>) {
        self.at_mut(key).outputs = outputs;
        self.show_outputs(key);
    }

    /// The state a task ends in once it is decided that nothing tries it again.
    pub(super) fn allowed(&self, step: StepId, state: State) -> State {
        let common = &self.program.plan.step(step).common;
        let state = if state == State::Failed && common.allow_failure { State::Warning } else { state };
        if state == State::Warning && common.allow_warning { State::Success } else { state }
    }
}

static EMPTY: std::sync::LazyLock<Frame> = std::sync::LazyLock::new(Frame::default);
