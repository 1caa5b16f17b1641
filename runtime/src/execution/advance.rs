//! A container sees what its children have come to: it begins more of them, turns to its `errors` and
//! `finally` lists, or ends.

use std::sync::Arc;

use plan::StepId;
use plan::step::{OnFailure, Shape};

use super::program::{errors, finally};
use super::runs::Iteration;
use super::turn::Turn;
use super::{Execution, RunKey, Stage, State};

/// What the body of a container has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// Something is going on, or was begun just now.
    Busy,
    /// Nothing of it is left to begin.
    Done,
}

impl Execution {
    /// Looks at a container; at the execution itself where `None`.
    pub(super) fn advance(&mut self, container: Option<RunKey>, turn: &mut Turn) {
        match container {
            Some(key) => {
                if self.is_going_on() && self.run(key).is_some_and(|run| run.state() == State::Running) {
                    self.advance_container(key, turn);
                }
            }
            None => self.advance_root(turn),
        }
        if self.state() == State::Killing {
            self.finish_kill(turn);
        }
    }

    fn advance_container(&mut self, key: RunKey, turn: &mut Turn) {
        let plan = Arc::clone(&self.program.plan);
        let shape = &plan.step(self.at(key).step).shape;
        if self.lists_are_done(Some(key), errors(shape), finally(shape), turn, |this, turn| {
            this.advance_body(key, shape, turn)
        }) {
            self.conclude(key, shape, turn);
        }
    }

    fn advance_root(&mut self, turn: &mut Turn) {
        let plan = Arc::clone(&self.program.plan);
        let lists = self.lists(&plan);
        match self.head.stage {
            Stage::Main
                if matches!(self.state(), State::Created | State::Queued | State::Running | State::Retrying) =>
            {
                let done = self.lists_are_done(None, lists.errors, lists.finally, turn, |this, turn| {
                    this.advance_sequence(None, lists.tasks, &Iteration::default(), turn)
                });
                if done {
                    self.finish(self.frame(None).outcome(), turn);
                }
            }
            Stage::After => {
                if self.frame(None).live_beside == 0 && !self.advance_list(None, lists.after, List::After, turn) {
                    self.turn_to_listeners(0, turn);
                }
            }
            Stage::Listeners(index) => self.advance_listeners(index, turn),
            Stage::Main | Stage::Waiting | Stage::Outputs(_) | Stage::Over => {}
        }
    }

    /// Goes on with the body, then with `errors` where something failed, then with `finally`; whether all
    /// of it is done.
    fn lists_are_done(
        &mut self,
        container: Option<RunKey>,
        on_error: &[StepId],
        in_the_end: &[StepId],
        turn: &mut Turn,
        body: impl FnOnce(&mut Self, &mut Turn) -> Body,
    ) -> bool {
        let frame = self.frame(container);
        if frame.finally.is_empty() {
            if frame.errors.is_empty() {
                if frame.ends.failed == 0 {
                    if body(self, turn) == Body::Busy || self.frame(container).live > 0 {
                        return false;
                    }
                } else {
                    self.stop_siblings(container, turn);
                }
            }
            // A child may have failed only while the body was looked at.
            if self.frame(container).ends.failed > 0 && self.advance_list(container, on_error, List::Errors, turn) {
                return false;
            }
            // Siblings of what failed run to their end; nothing ends before its children.
            let frame = self.frame(container);
            if frame.live > 0 || frame.live_beside > 0 {
                return false;
            }
        }
        !self.advance_list(container, in_the_end, List::Finally, turn)
    }

    /// Goes on with a list beside the body, task after task whatever becomes of them; whether it is busy.
    fn advance_list(&mut self, container: Option<RunKey>, steps: &[StepId], list: List, turn: &mut Turn) -> bool {
        let made = list.of(self.frame(container));
        if made.last().is_some_and(|&last| !self.at(last).state().is_terminated()) {
            return true;
        }
        let made = made.len();
        let next = self.program.enabled(steps).nth(made);
        match next {
            Some(step) => {
                self.create(step, container, Iteration::default(), turn);
                true
            }
            None => false,
        }
    }

    /// Goes on with tasks one after another.
    pub(super) fn advance_sequence(
        &mut self,
        container: Option<RunKey>,
        steps: &[StepId],
        iteration: &Iteration,
        turn: &mut Turn,
    ) -> Body {
        let frame = self.frame(container);
        if frame.live > 0 {
            return Body::Busy;
        }
        // Behind the last one: a later revision of the flow may have others before it.
        let done = frame.body.last().map(|&last| self.at(last).step);
        let at = done.and_then(|done| self.program.enabled(steps).position(|step| step == done));
        let next = self.program.enabled(steps).nth(at.map_or(frame.body.len(), |at| at + 1));
        match next {
            Some(step) => {
                self.create(step, container, iteration.clone(), turn);
                Body::Busy
            }
            None => Body::Done,
        }
    }

    /// A container ends, in the state its body has come to.
    fn conclude(&mut self, key: RunKey, shape: &Shape, turn: &mut Turn) {
        let state = self.frame(Some(key)).outcome();
        let lenient = matches!(shape, Shape::Sequence { on_failure: OnFailure::Warn, .. });
        let state = if lenient && state == State::Failed { State::Warning } else { state };
        if self.turns_round(key, shape, state, turn) || self.closes_folder(key, shape, state, turn) {
            return;
        }
        self.end_control(key, state, turn);
    }

    /// A control ends.
    pub(super) fn end_control(&mut self, key: RunKey, state: State, turn: &mut Turn) {
        let state = self.allowed(self.at(key).step, state);
        self.end_run(key, state, state, turn);
        self.show_outputs(key);
    }
}

/// A list beside a body.
#[derive(Clone, Copy)]
enum List {
    Errors,
    Finally,
    After,
}

impl List {
    fn of(self, frame: &super::Frame) -> &[RunKey] {
        match self {
            Self::Errors => &frame.errors,
            Self::Finally => &frame.finally,
            Self::After => &frame.after,
        }
    }
}
