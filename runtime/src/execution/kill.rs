//! How an execution is stopped.

use plan::step::Shape;

use super::task_run::Progress;
use super::turn::Turn;
use super::{Command, Execution, RunKey, Stage, State};

impl Execution {
    /// [`super::Event::Killed`]: what has not begun ends at once, what is running is asked to stop.
    pub(super) fn killed(&mut self, turn: &mut Turn) {
        if self.state().is_terminated() || self.state() == State::Killing {
            return;
        }
        if self.state() == State::Paused {
            // Kestra resumes it first.
            self.enter_state(State::Restarted, turn.now);
        }
        self.enter_state(State::Killing, turn.now);
        self.release_hold();
        self.head.stage = Stage::Main;
        let live: Vec<RunKey> =
            self.runs.iter().filter(|run| !run.state().is_terminated()).map(|run| run.key).collect();
        for key in live {
            if self.is_at_work(key) {
                self.ask_to_stop(key, turn);
            } else if !self.has_children(key) {
                self.try_once(key, turn);
                self.end_run(key, State::Killed, State::Killed, turn);
            }
        }
        turn.advance(None);
    }

    /// Once nothing is at work any more, the controls end, innermost first, and the execution with them.
    pub(super) fn finish_kill(&mut self, turn: &mut Turn) {
        let live: Vec<RunKey> =
            self.runs.iter().rev().filter(|run| !run.state().is_terminated()).map(|run| run.key).collect();
        if live.iter().any(|&key| self.is_at_work(key)) {
            return;
        }
        for key in live {
            self.try_once(key, turn);
            self.end_run(key, State::Killed, State::Killed, turn);
        }
        self.end(State::Killed, turn);
    }

    /// A run and everything in it is stopped at once, whatever it does; its result no longer counts.
    pub(super) fn stop(&mut self, key: RunKey, state: State, turn: &mut Turn) {
        if self.at(key).state().is_terminated() {
            return;
        }
        let below: Vec<RunKey> = self.frame(Some(key)).all().collect();
        for child in below {
            self.stop(child, state, turn);
        }
        if self.is_at_work(key) {
            self.ask_to_stop(key, turn);
        }
        self.try_once(key, turn);
        self.end_run(key, state, state, turn);
    }

    /// What was stopped before it began has been tried all the same.
    fn try_once(&mut self, key: RunKey, turn: &Turn) {
        if self.at(key).attempts.is_empty() {
            self.open_attempt(key, turn.now);
        }
    }

    /// Whether somebody outside works on it.
    fn is_at_work(&self, key: RunKey) -> bool {
        let run = self.at(key);
        match self.shape(key) {
            shape if shape.calls_several() => {
                !run.state().is_terminated() && self.several(key).is_some_and(|several| !several.live.is_empty())
            }
            Shape::Run => {
                matches!(run.state(), State::Submitted | State::Running)
                    || (self.is_in_workspace(key) && run.state() == State::Created)
            }
            Shape::Call(_) => {
                run.state() == State::Running
                    || (run.state() == State::Created && matches!(run.progress, Progress::Called(_)))
            }
            _ => false,
        }
    }

    fn ask_to_stop(&mut self, key: RunKey, turn: &mut Turn) {
        match &self.at(key).progress {
            Progress::Called(child) => turn.command(Command::KillCalled { child: *child }),
            Progress::Several(several) => {
                several.live.iter().for_each(|part| turn.command(Command::KillCalled { child: part.child }));
            }
            _ => turn.command(Command::Abort { run: key }),
        }
    }

    fn has_children(&self, key: RunKey) -> bool {
        self.frame(Some(key)).all().next().is_some()
    }
}
