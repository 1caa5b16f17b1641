//! An ended execution begins again at what failed.

use plan::step::Shape;

use super::program::Section;
use super::task_run::Progress;
use super::turn::Turn;
use super::{Execution, RunKey, State};

impl Execution {
    /// Whether there is something to begin again at.
    pub fn can_restart(&self) -> bool {
        self.runs.iter().any(|run| self.begins_again(run))
    }

    fn begins_again(&self, run: &super::TaskRun) -> bool {
        matches!(run.state(), State::Failed | State::Killed | State::Paused)
            && self.program.section(run.step) != Section::Errors
    }

    /// [`super::Event::Restarted`]: tasks that failed are restarted, the controls around them go on, and what
    /// was run because of the failure is forgotten.
    pub(super) fn restarted(&mut self, turn: &mut Turn) {
        self.labelled(vec![("system.restarted".into(), "true".into())]);
        self.restart_failed(turn);
    }

    pub(super) fn restart_failed(&mut self, turn: &mut Turn) {
        let failed: Vec<RunKey> = self.runs.iter().filter(|run| self.begins_again(run)).map(|run| run.key).collect();
        let mut around: Vec<RunKey> = Vec::new();
        for &key in &failed {
            for ancestor in self.ancestors(self.at(key)) {
                if !around.contains(&ancestor.key) {
                    around.push(ancestor.key);
                }
            }
        }
        let mut forgotten = Vec::new();
        let reopened: Vec<Option<RunKey>> =
            std::iter::once(None).chain(failed.iter().chain(&around).copied().map(Some)).collect();
        for container in reopened {
            let frame = self.frame(container);
            forgotten.extend(frame.errors.iter().chain(&frame.finally).chain(&frame.after).chain(&frame.listeners));
        }
        for &key in &failed {
            let is_control = !matches!(self.shape(key), Shape::Run | Shape::Call(_) | Shape::CallEach { .. });
            match self.shape(key) {
                Shape::Workspace { .. } => {
                    forgotten.extend(self.frame(Some(key)).all());
                    self.reopen(key, State::Restarted, turn);
                }
                _ if around.contains(&key) => {}
                // A control that failed without a failed child decides anew.
                _ if is_control => self.reopen(key, State::Running, turn),
                _ => self.enter(key, State::Restarted, turn),
            }
        }
        for key in around {
            if self.at(key).state() != State::Restarted {
                self.enter(key, State::Running, turn);
            }
        }
        let mut index = 0;
        while let Some(&key) = forgotten.get(index) {
            forgotten.extend(self.frame(Some(key)).all());
            index += 1;
        }
        self.remove(&forgotten);
        self.begin_again(turn);
    }

    fn reopen(&mut self, key: RunKey, state: State, turn: &mut Turn) {
        self.enter(key, state, turn);
        self.at_mut(key).progress = Progress::Undecided;
    }
}
