//! What somebody changes of an execution by hand.

use std::sync::Arc;

use super::turn::Turn;
use super::{Command, Execution, Label, RunKey, Stage, State};

impl Execution {
    /// [`super::Event::Labelled`]: existing keys get the new value, others come behind them.
    pub(super) fn labelled(&mut self, labels: Vec<Label>) {
        for (key, value) in labels {
            match self.head.labels.iter_mut().find(|label| label.0 == key) {
                Some(label) => label.1 = value,
                None => self.head.labels.push((key, value)),
            }
        }
        self.changes.head = true;
    }

    /// [`super::Event::StatusChanged`]: an ended execution gets another end.
    pub(super) fn status_changed(&mut self, state: State, turn: &mut Turn) {
        if self.state().is_terminated() && state.is_terminated() {
            self.enter_state(state, turn.now);
        }
    }

    /// [`super::Event::RunChanged`]: a task run gets another state, and the controls around it go on.
    pub(super) fn run_changed(&mut self, key: RunKey, state: State, turn: &mut Turn) {
        let Some(run) = self.run(key) else { return };
        let around: Vec<RunKey> = self.ancestors(run).map(|run| run.key).collect();
        if let Some(last) = self.at_mut(key).attempts.last_mut() {
            last.history.enter(state, turn.now);
        }
        self.enter(key, state, turn);
        for ancestor in around {
            if self.at(ancestor).state().is_terminated() {
                self.enter(ancestor, State::Running, turn);
            }
        }
        self.begin_again(turn);
    }

    /// An ended execution goes on.
    pub(super) fn begin_again(&mut self, turn: &mut Turn) {
        self.head.outputs = None;
        self.head.stage = Stage::Main;
        self.enter_state(State::Restarted, turn.now);
        self.derive();
        turn.command(Command::Continue);
    }

    /// Takes away every run below a control, as if it had not begun with them.
    pub(super) fn remove_below(&mut self, key: RunKey) {
        let mut below: Vec<RunKey> = self.frame(Some(key)).all().collect();
        let mut index = 0;
        while let Some(&child) = below.get(index) {
            below.extend(self.frame(Some(child)).all());
            index += 1;
        }
        self.remove(&below);
    }

    /// Takes runs away.
    pub(super) fn remove(&mut self, keys: &[RunKey]) {
        if keys.is_empty() {
            return;
        }
        let gone: rustc_hash::FxHashSet<RunKey> = keys.iter().copied().collect();
        self.runs.retain(|run| !gone.contains(&run.key));
        self.changes.removed.extend(keys);
        self.derive();
    }

    /// Makes everything anew that follows from the task runs.
    pub(super) fn derive(&mut self) {
        self.known = super::Known::default();
        let program = Arc::clone(&self.program);
        for index in 0..self.runs.len() {
            let run = &self.runs[index];
            let section = program.section(run.step);
            let (key, wake) = (run.key, run.wake);
            match run.parent {
                None => self.known.root.add(run, section),
                Some(parent) => self.known.frames.entry(parent).or_default().add(run, section),
            }
            if let Some(wake) = wake {
                self.known.wakes.insert((wake, super::Wake::Run(key)));
            }
        }
        if self.head.stage == Stage::Main && !self.state().is_terminated() {
            self.watch_durations();
        }
        if let (Stage::Waiting, State::Created, Some(hold)) = (self.head.stage, self.state(), self.head.hold) {
            self.known.wakes.insert((hold, super::Wake::Hold));
        }
        self.show_all_outputs();
    }
}
