//! How an execution begins: when its time has come and there is a place for it.

use plan::step::LogLevel;

use super::turn::Turn;
use super::{Admission, Command, Execution, Stage, State, Wake};

impl Execution {
    /// [`super::Event::Begun`].
    pub(super) fn begun(&mut self, turn: &mut Turn) {
        if self.head.stage != Stage::Waiting || self.state() != State::Created {
            return;
        }
        match self.head.hold {
            Some(at) if at > turn.now => {
                self.known.wakes.insert((at, Wake::Hold));
            }
            _ => self.seek_place(turn),
        }
    }

    fn seek_place(&mut self, turn: &mut Turn) {
        if self.program.plan.concurrency.is_some() {
            turn.command(Command::Admit);
        } else {
            self.start(turn);
        }
    }

    /// The time it was held back for has come.
    pub(super) fn released(&mut self, turn: &mut Turn) {
        if self.head.stage == Stage::Waiting {
            self.seek_place(turn);
        }
    }

    /// [`super::Event::Admitted`].
    pub(super) fn admitted(&mut self, admission: Admission, turn: &mut Turn) {
        if self.head.stage != Stage::Waiting || self.state().is_terminated() {
            return;
        }
        match admission {
            Admission::Granted => self.start(turn),
            Admission::Queued => {
                if self.state() != State::Queued {
                    self.enter_state(State::Queued, turn.now);
                }
            }
            Admission::Cancelled => self.refuse(State::Cancelled, turn),
            Admission::Failed => {
                turn.log(None, LogLevel::Error, "Execution is FAILED due to concurrency limit exceeded");
                self.refuse(State::Failed, turn);
            }
        }
    }

    /// [`super::Event::Refused`]: it fails before its first task.
    pub(super) fn refused(&mut self, reason: &str, turn: &mut Turn) {
        if self.head.stage == Stage::Waiting {
            turn.log(None, LogLevel::Error, reason);
            self.refuse(State::Failed, turn);
        }
    }

    fn refuse(&mut self, state: State, turn: &mut Turn) {
        self.enter_state(state, turn.now);
        self.head.stage = Stage::Over;
    }

    /// [`super::Event::Forced`]: it begins, leaves the queue, or goes on, whatever it waits for.
    pub(super) fn forced(&mut self, turn: &mut Turn) {
        match self.state() {
            State::Created | State::Queued if self.head.stage == Stage::Waiting => {
                self.release_hold();
                self.start(turn);
            }
            State::Paused => {
                self.enter_state(State::Restarted, turn.now);
                turn.command(Command::Continue);
            }
            _ => {}
        }
    }

    /// [`super::Event::Unqueued`].
    pub(super) fn unqueued(&mut self, state: State, turn: &mut Turn) {
        if self.state() != State::Queued {
            return;
        }
        match state {
            State::Running | State::Created => self.start(turn),
            state => self.refuse(state, turn),
        }
    }

    pub(super) fn release_hold(&mut self) {
        if let Some(at) = self.head.hold.take() {
            self.known.wakes.remove(&(at, Wake::Hold));
            self.changes.head = true;
        }
    }

    /// The tasks begin.
    fn start(&mut self, turn: &mut Turn) {
        self.head.stage = Stage::Main;
        self.changes.head = true;
        self.watch_durations();
        if self.has_assertions() {
            // Agreements are looked at before the first task, and again whenever something has changed.
            turn.touched = true;
            self.ask_agreements(turn);
            turn.command(Command::Continue);
        } else {
            self.run_tasks(turn);
        }
    }

    /// The first task is created, or there is none.
    pub(super) fn run_tasks(&mut self, turn: &mut Turn) {
        let plan = std::sync::Arc::clone(&self.program.plan);
        let lists = self.lists(&plan);
        let any =
            self.program.enabled(lists.tasks).next().is_some() || self.program.enabled(lists.finally).next().is_some();
        if any {
            self.enter_state(State::Running, turn.now);
        }
        turn.advance(None);
    }
}
