//! Why something that was asked for is not done.

use std::fmt;

use plan::{FlowName, Text};

use crate::execution::State;
use crate::ids::ExecutionId;

/// Why something that was asked for is not done; each prints as one line.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// There is no such flow.
    UnknownFlow(FlowName),
    /// There is no such revision of the flow.
    UnknownRevision(FlowName, u32),
    /// There is no such execution.
    UnknownExecution(ExecutionId),
    /// The execution has no such task run.
    UnknownTaskRun(String),
    /// The flow has no such trigger.
    UnknownTrigger(String),
    /// No webhook of the flow has the key.
    UnknownKey,
    /// The flow is disabled.
    Disabled(FlowName),
    /// Inputs that do not fit.
    Inputs(Vec<InputProblem>),
    /// A check of the flow refuses the inputs.
    Check(Text),
    /// A label that only the engine sets.
    SystemLabel(Text),
    /// The execution is in a state in which this cannot be done.
    WrongState {
        /// The state it is in.
        state: State,
        /// What cannot be done, and what would have to be.
        message: Text,
    },
    /// A trigger that stands in a way in which this cannot be done.
    Trigger(Text),
    /// A condition of the trigger does not hold.
    ConditionFalse,
    /// Too much is going on already.
    Busy(Text),
    /// The server is stopping.
    Stopping,
    /// The store does not take it.
    Store(String),
}

/// What is wrong with one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// The input's id.
    pub input: Text,
    /// What is wrong, as a whole line.
    pub message: Text,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFlow(flow) => write!(out, "flow `{flow}` is not deployed"),
            Self::UnknownRevision(flow, revision) => write!(out, "flow `{flow}` has no revision {revision}"),
            Self::UnknownExecution(id) => write!(out, "there is no execution `{id}`"),
            Self::UnknownTaskRun(run) => write!(out, "the execution has no task run `{run}`"),
            Self::UnknownTrigger(trigger) => write!(out, "the flow has no trigger `{trigger}`"),
            Self::UnknownKey => out.write_str("no webhook of the flow has this key"),
            Self::Disabled(flow) => write!(out, "flow `{flow}` is disabled"),
            Self::Inputs(problems) => {
                for (index, problem) in problems.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(out, "{separator}{}", problem.message)?;
                }
                Ok(())
            }
            Self::Check(message) | Self::Trigger(message) | Self::Busy(message) => out.write_str(message),
            Self::SystemLabel(key) => write!(out, "label `{key}` is set by the engine alone"),
            Self::WrongState { message, .. } => out.write_str(message),
            Self::ConditionFalse => out.write_str("a condition of the trigger does not hold"),
            Self::Stopping => out.write_str("the server is stopping"),
            Self::Store(message) => write!(out, "the store does not take it: {message}"),
        }
    }
}

impl std::error::Error for Refusal {}
