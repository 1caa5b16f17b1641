//! An iteration of a 2.0 `Loop` that is paused holds the execution around it too, until somebody goes on with it.
//!
//! Kestra 2.0.0 leaves the execution around it paused for ever; here it goes on with the iteration.

use plan::step::Shape;

use super::super::task_run::{Pace, Progress};
use super::super::turn::Turn;
use super::super::{Command, Execution, RunKey, Stage, State, TaskRun};
use crate::ids::{ExecutionId, TaskRunId};

impl Execution {
    /// Whether somebody has to go on with it, as the execution around an iteration sees it: the rounds of a
    /// `LoopUntil` are waited for by themselves.
    pub(crate) fn pace(&self) -> Pace {
        let waits_for_time = |run: &&TaskRun| matches!(self.shape(run.key), Shape::Repeat { .. });
        let mut paused = self.runs.iter().filter(|run| run.state() == State::Paused).peekable();
        let for_time_only = paused.peek().is_some() && paused.all(|run| waits_for_time(&run));
        if self.state() == State::Paused && !(for_time_only && self.held_by().is_none()) {
            Pace::Paused
        } else {
            Pace::Going
        }
    }

    /// The first iteration of a loop of this one that is paused.
    pub fn held_by(&self) -> Option<ExecutionId> {
        let going_on = self.runs.iter().filter(|run| !run.state().is_terminated());
        let parts = going_on.filter_map(|run| self.several(run.key)).flat_map(|several| &several.live);
        parts.into_iter().find(|part| part.pace == Pace::Paused).map(|part| part.child)
    }

    /// Whether an iteration of this loop is paused.
    pub(super) fn is_held(&self, key: RunKey) -> bool {
        self.several(key).is_some_and(|several| several.live.iter().any(|part| part.pace == Pace::Paused))
    }

    /// [`super::super::Event::IterationMoved`].
    pub(in super::super) fn iteration_moved(
        &mut self,
        run: TaskRunId,
        child: ExecutionId,
        pace: Pace,
        turn: &mut Turn,
    ) {
        let Some(key) = self.task_run(run).map(|run| run.key) else { return };
        let live =
            |this: &Self| this.several(key)?.live.iter().position(|part| part.child == child && part.pace != pace);
        let Some(index) = live(self).filter(|_| !self.at(key).state().is_terminated()) else { return };
        if let Progress::Several(several) = &mut self.at_mut(key).progress {
            several.live[index].pace = pace;
        }
        match pace {
            Pace::Paused if self.head.stage == Stage::Main && self.is_going_on() => self.enter_paused(turn),
            Pace::Paused => {}
            Pace::Going => self.go_on_unheld(turn),
        }
    }

    /// Goes on where nothing is paused any more.
    pub(super) fn go_on_unheld(&mut self, turn: &mut Turn) {
        if self.state() == State::Paused && !self.waits_for_somebody() {
            self.enter_state(State::Restarted, turn.now);
            turn.command(Command::Continue);
        }
    }

    /// Whether a task, or an iteration of a loop, is paused.
    pub(in super::super) fn waits_for_somebody(&self) -> bool {
        self.runs.iter().any(|run| run.state() == State::Paused) || self.held_by().is_some()
    }
}
