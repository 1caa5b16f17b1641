//! One run of a task within an execution.

use std::sync::Arc;

use plan::value::Map;
use plan::{StepId, Text};
use serde::{Deserialize, Serialize};

use super::state::{History, State};
use crate::ids::TaskRunId;

/// One run of a task: its states, attempts and outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskRun {
    pub(crate) id: TaskRunId,
    pub(crate) step: StepId,
    pub(crate) parent: Option<TaskRunId>,
    pub(crate) value: Option<Text>,
    pub(crate) iteration: Option<u32>,
    pub(crate) history: History,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) outputs: Option<Arc<Map>>,
}

/// One try at a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    pub(crate) history: History,
}

impl TaskRun {
    /// Its name.
    pub fn id(&self) -> TaskRunId {
        self.id
    }

    /// The step of the plan it runs.
    pub fn step(&self) -> StepId {
        self.step
    }

    /// The run of the step around it.
    pub fn parent(&self) -> Option<TaskRunId> {
        self.parent
    }

    /// The value of the loop directly around it.
    pub fn value(&self) -> Option<&Text> {
        self.value.as_ref()
    }

    /// Which round of a loop it belongs to, from 0.
    pub fn iteration(&self) -> Option<u32> {
        self.iteration
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.history.current()
    }

    /// Where it stood, and since when.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The tries so far.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// What it gave out; `None` where nothing.
    pub fn outputs(&self) -> Option<&Arc<Map>> {
        self.outputs.as_ref()
    }
}

impl Attempt {
    /// Where it stood, and since when.
    pub fn history(&self) -> &History {
        &self.history
    }
}
