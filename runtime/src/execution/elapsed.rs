//! The time that something waited for has come.

use super::task_run::Progress;
use super::turn::Turn;
use super::{Command, Execution, RunKey, State, Wake};

impl Execution {
    /// [`super::Event::Elapsed`]: everything that is due goes on.
    pub(super) fn elapsed(&mut self, turn: &mut Turn) {
        while let Some(&(at, wake)) = self.known.wakes.first()
            && at <= turn.now
        {
            self.known.wakes.pop_first();
            match wake {
                Wake::Hold => self.released(turn),
                Wake::Agreement(index) => self.lasted_too_long(index, turn),
                Wake::Run(key) => self.run_elapsed(key, turn),
            }
        }
    }

    fn run_elapsed(&mut self, key: RunKey, turn: &mut Turn) {
        if self.run(key).is_none() {
            return;
        }
        let run = self.at_mut(key);
        run.wake = None;
        match (run.state(), &run.progress) {
            (State::Retrying, _) => self.try_again(key, turn),
            (State::Paused, Progress::Pause(ends)) => {
                let ends = *ends;
                self.pause_elapsed(key, ends, turn);
            }
            (State::Paused, Progress::Round { .. }) => {
                self.enter(key, State::Running, turn);
                if self.state() == State::Paused {
                    self.enter_state(State::Running, turn.now);
                }
                self.go_round(key, turn);
                turn.command(Command::Continue);
            }
            _ => {}
        }
    }
}
