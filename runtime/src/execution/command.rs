//! What an execution asks of the world.

use jiff::Timestamp;
use plan::step::LogLevel;
use plan::{Failure, Text};

use super::task_run::RunKey;
use crate::ids::ExecutionId;

/// What an execution asks of the world; performed only after what asked for it is committed, unless it can
/// be neither seen nor felt outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Evaluate expressions.
    Evaluate(Question),
    /// Run a task.
    Run {
        /// The task run.
        run: RunKey,
        /// Which try, from 0.
        attempt: u32,
    },
    /// Stop running a task.
    Abort {
        /// The task run.
        run: RunKey,
    },
    /// Create an execution and tell how it ends; the same id is asked for again until it is answered.
    Call {
        /// The calling task run.
        run: RunKey,
        /// The id of the execution.
        child: ExecutionId,
        /// Which of several it is, from 0.
        part: u32,
    },
    /// Restart an execution that this one called before, and wait for its end.
    RestartCalled {
        /// The calling task run.
        run: RunKey,
        /// Its id.
        child: ExecutionId,
    },
    /// Stop an execution that was called.
    KillCalled {
        /// Its id.
        child: ExecutionId,
    },
    /// Make the folder of a workspace ready.
    OpenFolder {
        /// The run of the workspace.
        run: RunKey,
    },
    /// Empty the folder of a workspace into outputs and remove it.
    CloseFolder {
        /// The run of the workspace.
        run: RunKey,
    },
    /// Find a place among the executions of the flow.
    Admit,
    /// Go on at once, in a transaction of its own.
    Continue,
    /// Try the whole execution again, as a new one.
    Repeat {
        /// The id of the new one.
        successor: ExecutionId,
        /// Not before this time.
        at: Timestamp,
    },
    /// Say in the log why a task run failed.
    Failed {
        /// The task run.
        run: RunKey,
        /// Why.
        failure: Failure,
    },
    /// Say something in the log.
    Log {
        /// The task run; `None` for the execution itself.
        run: Option<RunKey>,
        /// How important it is.
        level: LogLevel,
        /// What is said.
        message: Text,
    },
}

/// What has to be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether a task is run at all.
    RunIf(RunKey),
    /// What a decision is made on.
    Branch(RunKey),
    /// What a loop goes over.
    Values(RunKey),
    /// How many children may run at once.
    AtMost(RunKey),
    /// How long a pause is.
    Times(RunKey),
    /// Whether to go round again.
    Round(RunKey),
    /// What is changed of the execution.
    Update(RunKey),
    /// The state of a folder.
    Folder(RunKey),
    /// What the flow gives back.
    Outputs,
    /// Whether an agreement is kept.
    Agreement(u32),
    /// Whether the conditions of a listener hold.
    Listener(u32),
}

impl Question {
    /// The task run it is about; `None` where it is the execution as a whole.
    pub fn run(self) -> Option<RunKey> {
        match self {
            Self::RunIf(run)
            | Self::Branch(run)
            | Self::Values(run)
            | Self::AtMost(run)
            | Self::Times(run)
            | Self::Round(run)
            | Self::Update(run)
            | Self::Folder(run) => Some(run),
            Self::Outputs | Self::Agreement(_) | Self::Listener(_) => None,
        }
    }
}
