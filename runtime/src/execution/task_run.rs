//! One run of a task within an execution.

use std::sync::Arc;

use jiff::Timestamp;
use plan::value::Map;
use plan::{StepId, Text};
use serde::{Deserialize, Serialize};

use super::state::{History, State};
use crate::ids::{ExecutionId, TaskRunId};

/// The number of a task run within its execution; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunKey(pub(crate) u32);

/// One run of a task: its states, attempts and outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRun {
    pub(crate) key: RunKey,
    pub(crate) id: TaskRunId,
    pub(crate) step: StepId,
    pub(crate) parent: Option<RunKey>,
    pub(crate) value: Option<Text>,
    pub(crate) iteration: Option<u32>,
    /// The iteration of the loop directly around it; a repetition shows its rounds as `iteration` instead.
    pub(crate) lane: Option<u32>,
    pub(crate) history: History,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) outputs: Option<Arc<Map>>,
    pub(crate) progress: Progress,
    /// When time itself goes on with it.
    pub(crate) wake: Option<Timestamp>,
}

/// One try at a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub(crate) history: History,
    /// Where what it said was put, where that is no log.
    pub(crate) log_file: Option<Text>,
}

/// What a control has decided, so that it is not decided again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum Progress {
    /// Nothing yet.
    #[default]
    Undecided,
    /// Nothing had to be decided.
    Ready,
    /// How many children may run at once; 0 for all.
    AtMost(u32),
    /// Which branch is taken.
    Branch(Chosen),
    /// What a loop goes over.
    Values(Values),
    /// Which round it is, from 0, and when it began.
    Round {
        /// From 0.
        round: u32,
        /// When it began.
        #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
        began: Timestamp,
        /// Whether the next round waits for its time.
        waiting: bool,
    },
    /// What the end of the waiting means.
    Pause(Ends),
    /// The execution that was called.
    Called(ExecutionId),
    /// The executions that are called side by side.
    Several(Several),
    /// A folder is being emptied into outputs.
    Closing(State),
}

/// Which branch a decision took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Chosen {
    /// One of the branches.
    Branch(u32),
    /// The steps for everything else.
    Otherwise,
}

/// What a loop goes over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Values {
    /// The values, as texts.
    pub(crate) values: Arc<Vec<Text>>,
    /// How many at once; 0 for all.
    pub(crate) at_most: u32,
}

/// Executions called side by side: the iterations of a 2.0 `Loop`, the batches of a `ForEachItem`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Several {
    /// What each is called for.
    pub(crate) values: Arc<Vec<Text>>,
    /// The key of each, where the values are a map.
    pub(crate) keys: Option<Arc<Vec<Text>>>,
    /// How many at once; 0 for all.
    pub(crate) at_most: u32,
    /// Whether the values are the rows of a file.
    pub(crate) from_file: bool,
    /// How many were called.
    pub(crate) begun: u32,
    /// Those that have not ended.
    pub(crate) live: Vec<Part>,
    /// How many ended in which state.
    pub(crate) ends: Vec<(State, u32)>,
    /// Of a `ForEachItem`, those that failed or were stopped, which a restart begins again.
    pub(crate) failed: Vec<Part>,
}

/// One of several executions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Which one, from 0.
    pub(crate) index: u32,
    /// Its id.
    pub(crate) child: ExecutionId,
    /// Whether somebody has to go on with it.
    pub(crate) pace: Pace,
}

/// Whether somebody has to go on with an iteration of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// It goes on by itself.
    Going,
    /// It is paused.
    Paused,
}

/// What the end of a pause's time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ends {
    /// Nothing: only somebody goes on with it.
    Never,
    /// The delay is over.
    Delay,
    /// It was waited for too long.
    Timeout,
}

impl TaskRun {
    /// Its number within its execution.
    pub fn key(&self) -> RunKey {
        self.key
    }

    /// Its name.
    pub fn id(&self) -> TaskRunId {
        self.id
    }

    /// The step of the plan it runs.
    pub fn step(&self) -> StepId {
        self.step
    }

    /// The run of the step around it.
    pub fn parent(&self) -> Option<RunKey> {
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
    /// The address of the file with what it said, where that was asked for.
    pub fn log_file(&self) -> Option<&Text> {
        self.log_file.as_ref()
    }

    /// Where it stood, and since when.
    pub fn history(&self) -> &History {
        &self.history
    }
}
