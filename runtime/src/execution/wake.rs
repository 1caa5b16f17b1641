//! An execution goes on after a pause, a restart, or a stop of the engine.

use plan::step::Shape;

use super::task_run::Progress;
use super::turn::Turn;
use super::{Command, Execution, Question, RunKey, Stage, State};

impl Execution {
    /// [`super::Event::Continued`].
    pub(super) fn continued(&mut self, turn: &mut Turn) {
        if self.head.stage != Stage::Main {
            return;
        }
        match self.state() {
            State::Created | State::Queued => self.run_tasks(turn),
            State::Restarted => {
                self.enter_state(State::Running, turn.now);
                self.watch_durations();
                self.sweep(turn);
                self.pause_again(turn);
            }
            State::Running => {
                self.sweep(turn);
                self.pause_again(turn);
            }
            _ => {}
        }
    }

    /// Where another task, or an iteration, still is paused, so is the execution.
    fn pause_again(&mut self, turn: &mut Turn) {
        if self.waits_for_somebody() {
            self.enter_paused(turn);
        }
    }

    /// Everything that could not begin while nothing was going on begins now.
    fn sweep(&mut self, turn: &mut Turn) {
        for run in &self.runs {
            match run.state() {
                State::Created | State::Restarted => turn.begin(run.key),
                State::Running => turn.advance(Some(run.key)),
                _ => {}
            }
        }
        turn.advance(None);
        self.ask_undecided(turn);
    }

    /// Controls that have not decided yet are asked about again.
    fn ask_undecided(&mut self, turn: &mut Turn) {
        let undecided: Vec<RunKey> = self
            .runs
            .iter()
            .filter(|run| run.state() == State::Running && run.progress == Progress::Undecided)
            .map(|run| run.key)
            .collect();
        for key in undecided {
            self.begin_shape(key, turn);
        }
    }

    /// [`super::Event::Woken`]: everything that was asked for and not answered is asked for again.
    pub(super) fn woken(&mut self, turn: &mut Turn) {
        match self.head.stage {
            Stage::Over => return,
            Stage::Waiting => {
                match self.state() {
                    State::Queued => turn.command(Command::Admit),
                    _ => self.begun(turn),
                }
                return;
            }
            Stage::Outputs(_) => turn.ask(Question::Outputs),
            Stage::Listeners(index) if self.known.root.live_beside == 0 => turn.ask(Question::Listener(index)),
            Stage::Main | Stage::After | Stage::Listeners(_) => {}
        }
        let live: Vec<RunKey> =
            self.runs.iter().filter(|run| !run.state().is_terminated()).map(|run| run.key).collect();
        if self.state() == State::Killing {
            // Nothing runs any more after a stop of the engine, except what was called.
            for key in live {
                match &self.at(key).progress {
                    Progress::Called(child) => turn.command(Command::KillCalled { child: *child }),
                    Progress::Several(several) => {
                        several.live.iter().for_each(|part| turn.command(Command::KillCalled { child: part.child }));
                    }
                    _ if matches!(self.shape(key), Shape::Run) => self.end_run(key, State::Killed, State::Killed, turn),
                    _ => {}
                }
            }
            turn.advance(None);
            return;
        }
        for key in live {
            let run = self.at(key);
            match (self.shape(key), run.state()) {
                (Shape::Run, State::Submitted) => {
                    turn.command(Command::Run { run: key, attempt: run.attempts.len() as u32 });
                }
                (Shape::Run, State::Running) => {
                    turn.command(Command::Run { run: key, attempt: run.attempts.len() as u32 - 1 });
                }
                (Shape::Call(_), State::Running | State::Created) => {
                    if let Progress::Called(child) = run.progress {
                        turn.command(Command::Call { run: key, child, part: 0 });
                    }
                }
                (shape, State::Running) if shape.calls_several() => {
                    for part in self.several(key).into_iter().flat_map(|several| &several.live) {
                        turn.command(Command::Call { run: key, child: part.child, part: part.index });
                    }
                }
                (Shape::Workspace { .. }, State::Running) => match run.progress {
                    Progress::Closing(_) => turn.command(Command::CloseFolder { run: key }),
                    // The folder may be gone with the machine: it is made ready again where it is missing.
                    _ => turn.command(Command::OpenFolder { run: key }),
                },
                _ => {}
            }
        }
        if self.is_going_on() {
            self.sweep(turn);
        } else if matches!(self.state(), State::Restarted | State::Created) {
            turn.command(Command::Continue);
        }
    }
}
