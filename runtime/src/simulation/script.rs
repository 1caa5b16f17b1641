//! What a scripted world does.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::value::Map;
use plan::{Failure, Text};
use rustc_hash::FxHashMap;

use crate::execution::State;
use crate::execution::event::{End, Outcome};

/// What a scripted world does.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Raw inputs by id.
    pub inputs: Map,
    /// How tasks end that touch the world, and executions that are called, by the id of the task: try after try, the last
    /// one for all that follow. Where nothing is said they succeed at once.
    pub answers: FxHashMap<Text, Vec<Answered>>,
    /// What pauses are answered with that wait for nothing else, in order.
    pub resume: Vec<Map>,
    /// What somebody does, and how long after the start.
    pub deeds: Vec<(SignedDuration, Deed)>,
    /// Decides in which order things come that come at the same time.
    pub seed: u64,
}

/// How something ends.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The state it ends in: SUCCESS, WARNING, FAILED or KILLED.
    pub state: State,
    /// What it gives out.
    pub outputs: Option<Map>,
    /// Why it failed.
    pub message: String,
    /// How long it takes.
    pub takes: SignedDuration,
}

/// What somebody does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// The execution is stopped.
    Kill,
    /// It is paused.
    Pause,
    /// It goes on, with these inputs.
    Resume(Map),
    /// It begins again at what failed.
    Restart,
}

impl Default for Answered {
    fn default() -> Self {
        Self { state: State::Success, outputs: None, message: "Task failure".to_owned(), takes: SignedDuration::ZERO }
    }
}

impl Answered {
    /// The end of a task.
    pub(super) fn outcome(self) -> Outcome {
        let outputs = self.outputs.map(|outputs| Arc::new(crate::outputs::stored_map(outputs)));
        let end = match self.state {
            State::Success => End::Success,
            State::Warning => End::Warning,
            State::Killed => End::Killed,
            State::Failed
            | State::Cancelled
            | State::Created
            | State::Submitted
            | State::Running
            | State::Paused
            | State::Restarted
            | State::Killing
            | State::Queued
            | State::Retrying
            | State::Retried
            | State::Skipped
            | State::Breakpoint
            | State::Resubmitted => return Outcome { outputs, ..Outcome::failed(Failure::new(&*self.message)) },
        };
        Outcome { end, outputs }
    }
}

impl Script {
    /// How the next try of a task ends.
    pub(super) fn answer(&mut self, task: &Text) -> Answered {
        match self.answers.get_mut(task) {
            Some(answers) if answers.len() > 1 => answers.remove(0),
            Some(answers) => answers.first().cloned().unwrap_or_default(),
            None => Answered::default(),
        }
    }
}
