//! The states of executions and task runs.

use crate::prelude::*;

/// The state of an execution or a task run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It exists and has not begun.
    Created,
    /// It is handed to a worker.
    #[versions(since = "1.1")]
    Submitted,
    /// It is at work.
    Running,
    /// It waits for somebody or something.
    Paused,
    /// It begins again after a failure or a pause.
    Restarted,
    /// It is being stopped.
    Killing,
    /// It ended well.
    Success,
    /// It ended, and something is worth a look.
    Warning,
    /// It ended with a failure.
    Failed,
    /// It was stopped.
    Killed,
    /// It was given up before it could run.
    Cancelled,
    /// It waits for others of its flow to end.
    Queued,
    /// It failed and will be tried again.
    Retrying,
    /// It failed and another execution took its place.
    Retried,
    /// It was not wanted.
    Skipped,
    /// It waits at a breakpoint.
    Breakpoint,
    /// It is handed to a worker again.
    #[versions(since = "1.1")]
    Resubmitted,
}
