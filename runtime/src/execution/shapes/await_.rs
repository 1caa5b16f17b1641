//! Waiting for a person, a call, or the end of a delay.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::step::{PauseBehavior, Shape};
use plan::{Dialect, Value};

use super::super::program::children;
use super::super::runs::Iteration;
use super::super::task_run::{Ends, Progress};
use super::super::turn::Turn;
use super::super::{Command, Execution, Question, Resumption, RunKey, Stage, State};

impl Execution {
    pub(super) fn begin_await(&mut self, key: RunKey, turn: &mut Turn) {
        let Shape::Await { delay, timeout, .. } = self.shape(key) else { return };
        if delay.is_some() || timeout.is_some() {
            turn.ask(Question::Times(key));
        } else {
            self.pause(key, None, None, turn);
        }
    }

    /// The pause begins.
    pub(super) fn pause(
        &mut self,
        key: RunKey,
        delay: Option<SignedDuration>,
        timeout: Option<SignedDuration>,
        turn: &mut Turn,
    ) {
        let Shape::Await { on_pause, .. } = self.shape(key) else { return };
        let on_pause = *on_pause;
        self.enter(key, State::Paused, turn);
        let ends = match (delay, timeout) {
            (Some(delay), _) => turn.now.checked_add(delay).ok().map(|at| (at, Ends::Delay)),
            (None, Some(timeout)) => turn.now.checked_add(timeout).ok().map(|at| (at, Ends::Timeout)),
            (None, None) => None,
        };
        self.at_mut(key).progress = Progress::Pause(ends.map_or(Ends::Never, |(_, ends)| ends));
        if let Some((at, _)) = ends {
            self.wake_at(key, at);
        }
        self.enter_paused(turn);
        if let Some(step) = on_pause.filter(|step| !self.program.plan.step(*step).common.disabled) {
            let parent = self.at(key).parent;
            self.create(step, parent, Iteration::default(), turn);
        }
    }

    /// The execution as a whole is paused.
    pub(in super::super) fn enter_paused(&mut self, turn: &mut Turn) {
        if self.state() != State::Paused {
            self.enter_state(State::Paused, turn.now);
        }
    }

    /// [`super::super::Event::Paused`].
    pub(in super::super) fn paused_by_hand(&mut self, turn: &mut Turn) {
        if self.head.stage == Stage::Main && self.state() == State::Running {
            self.enter_paused(turn);
        }
    }

    /// The time of a pause is over.
    pub(in super::super) fn pause_elapsed(&mut self, key: RunKey, ends: Ends, turn: &mut Turn) {
        let Shape::Await { behavior, .. } = self.shape(key) else { return };
        let to = match (ends, behavior) {
            (Ends::Never, _) => return,
            (Ends::Timeout, _) | (Ends::Delay, PauseBehavior::Fail) => State::Failed,
            (Ends::Delay, PauseBehavior::Resume) => State::Success,
            (Ends::Delay, PauseBehavior::Warn) => State::Warning,
            (Ends::Delay, PauseBehavior::Cancel) => State::Cancelled,
        };
        match to {
            State::Cancelled => self.terminate(State::Cancelled, turn),
            to => {
                let resumption = Resumption { run: Some(key), inputs: None, by: None, to };
                if self.state() == State::Paused {
                    self.resumed(resumption, turn);
                } else {
                    // Another pause that was over at the same time has gone on with the execution already.
                    self.end_pause(key, &resumption, turn);
                }
            }
        }
    }

    /// [`super::super::Event::Resumed`].
    pub(in super::super) fn resumed(&mut self, resumption: Resumption, turn: &mut Turn) {
        if self.state() != State::Paused {
            return;
        }
        let is_paused = |this: &Self, key: RunKey| {
            this.run(key).is_some_and(|run| run.state() == State::Paused && matches!(run.progress, Progress::Pause(_)))
        };
        let pause = match resumption.run {
            Some(key) => Some(key).filter(|&key| is_paused(self, key)),
            None => self.runs.iter().map(|run| run.key).find(|&key| is_paused(self, key)),
        };
        if let Some(key) = pause {
            self.end_pause(key, &resumption, turn);
        }
        self.enter_state(State::Restarted, turn.now);
        turn.command(Command::Continue);
    }

    fn end_pause(&mut self, key: RunKey, resumption: &Resumption, turn: &mut Turn) {
        let mut outputs = plan::value::Map::default();
        if let Some(inputs) = &resumption.inputs {
            outputs.insert("onResume".into(), Value::Map(Arc::clone(inputs)));
        }
        let mut resumed = plan::value::Map::default();
        if let Some(by) = &resumption.by {
            resumed.insert("by".into(), Value::Text(by.clone()));
        }
        let on = jiff::tz::TimeZone::UTC.to_datetime(turn.now);
        resumed.insert("on".into(), Value::LocalDateTime(on));
        resumed.insert("to".into(), Value::text(resumption.to.name()));
        outputs.insert("resumed".into(), Value::Map(Arc::new(resumed)));
        let timed_out = resumption.to == State::Failed;
        if !timed_out {
            self.give_out(key, Some(Arc::new(outputs)));
        }
        let has_children = self.program.plan.dialect == Dialect::V1
            && children(self.shape(key)).is_some_and(|below| !below.tasks.is_empty() || !below.errors.is_empty());
        match resumption.to {
            State::Success if has_children => {
                self.enter(key, State::Running, turn);
                self.at_mut(key).progress = Progress::Ready;
            }
            State::Killing | State::Killed => self.end_run(key, State::Killed, State::Killed, turn),
            to => {
                if has_children && timed_out {
                    self.enter(key, State::Running, turn);
                }
                self.end_control(key, to, turn);
            }
        }
    }
}
