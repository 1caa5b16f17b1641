//! Where a task stands: what it is told of its own flow and execution.

use plan::{Dialect, FlowName, Text};

use crate::execution::RunKey;
use crate::ids::ExecutionId;

/// Where a task stands.
#[derive(Clone, Debug)]
pub(crate) struct Here {
    /// The flow.
    pub(crate) flow: FlowName,
    /// The execution.
    pub(crate) execution: ExecutionId,
    /// The task run; none of a trigger.
    pub(crate) run: Option<RunKey>,
    /// The rules the flow was compiled under.
    pub(crate) dialect: Dialect,
    /// The value of the loop directly around it.
    pub(crate) value: Option<Text>,
}
