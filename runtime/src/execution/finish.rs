//! How an execution ends, and what is run after that.

use std::sync::Arc;

use plan::Failure;
use plan::step::LogLevel;

use super::runs::Iteration;
use super::turn::Turn;
use super::{Answer, Execution, Question, RunKey, Stage, State};

impl Execution {
    /// The tasks are done: what the flow gives back is computed first.
    pub(super) fn finish(&mut self, state: State, turn: &mut Turn) {
        self.changes.head = true;
        if self.declared_outputs().is_empty() {
            self.end(state, turn);
        } else {
            self.head.stage = Stage::Outputs(state);
            turn.ask(Question::Outputs);
        }
    }

    /// What the flow gives back was computed; where it cannot be, the execution fails.
    pub(super) fn outputs_answered(&mut self, answer: Result<Answer, Failure>, turn: &mut Turn) {
        let Stage::Outputs(state) = self.head.stage else { return };
        match answer {
            Ok(Answer::Map(outputs)) => {
                self.head.outputs = Some(outputs).filter(|outputs| !outputs.is_empty());
                self.end(state, turn);
            }
            Ok(_) => self.end(state, turn),
            Err(failure) => {
                turn.log(None, LogLevel::Error, format!("Failed to render output values: {}", failure.message));
                if state != State::Failed {
                    self.enter_state(state, turn.now);
                }
                self.end(State::Failed, turn);
            }
        }
    }

    /// The execution has ended; what is to be run after that begins.
    pub(super) fn end(&mut self, state: State, turn: &mut Turn) {
        self.enter_state(state, turn.now);
        self.forget_durations();
        self.head.stage = Stage::After;
        turn.advance(None);
    }

    /// The execution ends at once: whatever is running is stopped.
    pub(super) fn terminate(&mut self, state: State, turn: &mut Turn) {
        let live: Vec<RunKey> =
            self.runs.iter().rev().filter(|run| !run.state().is_terminated()).map(|run| run.key).collect();
        for key in live {
            self.stop(key, State::Killed, turn);
        }
        self.end(state, turn);
    }

    /// Looks for the first listener from this one on whose conditions hold.
    pub(super) fn turn_to_listeners(&mut self, index: u32, turn: &mut Turn) {
        self.changes.head = true;
        if self.head.item.is_none() && (index as usize) < self.program.plan.sections.listeners.len() {
            self.head.stage = Stage::Listeners(index);
            turn.ask(Question::Listener(index));
        } else {
            self.head.stage = Stage::Over;
        }
    }

    /// The conditions of a listener were evaluated; what cannot be evaluated does not hold.
    pub(super) fn listener_answered(&mut self, index: u32, answer: Result<Answer, Failure>, turn: &mut Turn) {
        if self.head.stage != Stage::Listeners(index) {
            return;
        }
        if answer == Ok(Answer::Holds(true)) {
            self.advance_listeners(index, turn);
        } else {
            self.turn_to_listeners(index + 1, turn);
        }
    }

    pub(super) fn advance_listeners(&mut self, index: u32, turn: &mut Turn) {
        if self.known.root.live_beside > 0 {
            return;
        }
        let plan = Arc::clone(&self.program.plan);
        let Some(listener) = plan.sections.listeners.get(index as usize) else { return };
        let made = self.known.root.listeners.iter().filter(|&&run| listener.tasks.contains(&self.at(run).step)).count();
        let next = self.program.enabled(&listener.tasks).nth(made);
        match next {
            Some(step) => {
                self.create(step, None, Iteration::default(), turn);
            }
            None => self.turn_to_listeners(index + 1, turn),
        }
    }
}
