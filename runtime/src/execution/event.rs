//! What happens to an execution.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::value::Map;
use plan::{Failure, Text};

use super::Label;
use super::command::Question;
use super::state::State;
use super::task_run::{Pace, RunKey};
use crate::ids::{ExecutionId, TaskRunId};

/// What happens to an execution; each is applied once.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was created, and may begin.
    Begun,
    /// It cannot begin, for this reason.
    Refused(Text),
    /// Whether there is a place for it among the executions of its flow.
    Admitted(Admission),
    /// It goes on after a restart or a pause.
    Continued,
    /// It was read back from the store, after a stop of the engine.
    Woken,
    /// The time it waited for has come.
    Elapsed,
    /// A question was answered.
    Answered(Question, Result<Answer, Failure>),
    /// A worker has begun with a task.
    Started {
        /// The task run.
        run: RunKey,
        /// Which try, from 0.
        attempt: u32,
    },
    /// A worker is done with a task.
    Ended {
        /// The task run.
        run: RunKey,
        /// Which try, from 0.
        attempt: u32,
        /// How it went.
        outcome: Outcome,
    },
    /// What a task said while it worked was put into a file.
    LogKept {
        /// The task run.
        run: RunKey,
        /// The address of the file.
        file: Text,
    },
    /// A called execution was created, or could not be.
    Called {
        /// The calling task run.
        run: RunKey,
        /// The id of the execution.
        child: ExecutionId,
        /// The state it was created in.
        result: Result<CallState, Failure>,
    },
    /// An execution that was called before cannot be restarted: there is nothing to begin again at.
    CallLost {
        /// The calling task run.
        run: RunKey,
        /// The id of the execution.
        child: ExecutionId,
    },
    /// A called execution has ended.
    CallEnded {
        /// The calling task run.
        run: RunKey,
        /// The id of the execution.
        child: ExecutionId,
        /// What came of it.
        ended: CallState,
    },
    /// An iteration of a loop has paused, or goes on.
    IterationMoved {
        /// The run of the loop.
        run: TaskRunId,
        /// The id of the iteration.
        child: ExecutionId,
        /// Whether somebody has to go on with it.
        pace: Pace,
    },
    /// Somebody goes on with a pause.
    Resumed(Resumption),
    /// Somebody pauses it.
    Paused,
    /// Somebody stops it.
    Killed,
    /// Somebody begins it again at what failed.
    Restarted,
    /// Somebody gives it another end.
    StatusChanged(State),
    /// Somebody gives a task run another state, and goes on from there.
    RunChanged(RunKey, State),
    /// Somebody labels it.
    Labelled(Vec<Label>),
    /// Somebody begins it whatever it waits for.
    Forced,
    /// Somebody takes it out of the queue of its flow.
    Unqueued(State),
}

/// Whether there is a place for an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// There is.
    Granted,
    /// It waits for one.
    Queued,
    /// It ends as cancelled.
    Cancelled,
    /// It ends as failed.
    Failed,
}

/// How a try at a task went.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Where it ended.
    pub end: End,
    /// What it gave out; a failed task may have outputs too.
    pub outputs: Option<Arc<Map>>,
}

/// Where a try at a task ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// It went well.
    Success,
    /// It went well enough.
    Warning,
    /// It went badly.
    Failed(Failure),
    /// It was stopped.
    Killed,
}

impl Outcome {
    /// A success with these outputs.
    pub fn success(outputs: Option<Arc<Map>>) -> Self {
        Self { end: End::Success, outputs }
    }

    /// A failure without outputs.
    pub fn failed(failure: Failure) -> Self {
        Self { end: End::Failed(failure), outputs: None }
    }
}

/// A called execution, as its caller sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct CallState {
    /// Where it stands.
    pub state: State,
    /// What it gave back.
    pub outputs: Option<Arc<Map>>,
    /// Why what it gave back cannot be taken over.
    pub failure: Option<Failure>,
}

/// How a pause ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Resumption {
    /// The pause; the first that is paused where absent.
    pub run: Option<RunKey>,
    /// What was asked for and given, converted.
    pub inputs: Option<Arc<Map>>,
    /// Who goes on with it.
    pub by: Option<Text>,
    /// Where the pause goes to.
    pub to: State,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The rendered text.
    Text(String),
    /// What a loop goes over, and how many at once.
    Values {
        /// As texts, in order.
        values: Vec<Text>,
        /// The key of each, where they are a map.
        keys: Option<Vec<Text>>,
        /// Whether they are the rows of a file.
        from_file: bool,
        /// How many at once; 0 for all.
        at_most: u32,
    },
    /// How many at once; 0 for all.
    AtMost(u32),
    /// How long to wait.
    Times {
        /// Until it goes on by itself.
        delay: Option<SignedDuration>,
        /// Until it was too long.
        timeout: Option<SignedDuration>,
    },
    /// Whether to go round again.
    Round(Round),
    /// Labels to be set.
    Labels(Vec<Label>),
    /// Variables to be set, or outputs of the flow.
    Map(Arc<Map>),
    /// Names.
    Names(Vec<Text>),
    /// A state.
    State(State),
    /// Whether conditions hold.
    Holds(bool),
    /// A folder is ready, or was emptied into outputs.
    Folder(Option<Arc<Map>>),
}

/// Whether to go round again.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// The rendered condition.
    pub until: String,
    /// The least time from round to round.
    pub interval: SignedDuration,
    /// At most this many rounds.
    pub max_iterations: Option<u32>,
    /// No longer than this.
    pub max_duration: Option<SignedDuration>,
}
