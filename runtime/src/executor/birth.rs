//! How executions come to be.

use std::sync::Arc;

use jiff::Timestamp;

use super::census::Note;
use super::drive::Effect;
use super::live::Live;
use super::{Machine, Told};
use crate::execution::{Command, Event, Execution};
use crate::ids::ExecutionId;
use crate::store::Write;
use crate::store::committer::Importance;

/// An execution that comes to be with the commit of another.
pub(crate) struct Newborn {
    pub(crate) id: ExecutionId,
    pub(crate) writes: Vec<Write>,
    /// What lists are told of it once it is durable.
    pub(crate) note: Option<Note>,
}

impl Machine {
    /// Takes an execution into memory; it begins once the commit that its writes go into is durable.
    pub(crate) fn bear(&self, execution: Execution) -> Newborn {
        let slot = self.take_in(execution, 0);
        let mut writes = Vec::new();
        let mut live = slot.lock();
        live.number = 1;
        let note = self.put_changes(&mut live, 0, &mut writes);
        Newborn { id: slot.id, writes, note }
    }

    /// Begins an execution that nobody knows of yet; it may be refused.
    pub(crate) fn begin(self: &Arc<Self>, execution: Execution) -> Told {
        self.begin_beside(execution, Event::Begun, Vec::new())
    }

    /// Begins an execution that nobody knows of yet, or ends it at once, with a commit that changes more; it may
    /// be refused.
    pub(crate) fn begin_beside(self: &Arc<Self>, execution: Execution, event: Event, writes: Vec<Write>) -> Told {
        let slot = self.take_in(execution, 0);
        let mut live = slot.lock();
        self.apply(&mut live, event);
        self.settle_and_tell(&slot, &mut live, Importance::Refusable, writes)
    }

    /// Begins an execution that nobody knows of yet in the middle: it has asked for these already.
    pub(crate) fn begin_with(self: &Arc<Self>, execution: Execution, commands: Vec<Command>) -> Told {
        let slot = self.take_in(execution, 0);
        let mut live = slot.lock();
        live.queue.extend(commands);
        self.settle_and_tell(&slot, &mut live, Importance::Refusable, Vec::new())
    }

    /// The execution is tried again as a new one, which comes to be with the end of this one.
    pub(super) fn repeat(&self, live: &mut Live, successor: ExecutionId, at: Timestamp, effect: &mut Effect) {
        let execution = &live.execution;
        let attempt = execution.lineage().attempt + 1;
        let now = self.now(execution);
        let program = Arc::clone(execution.program());
        let new = execution.repeated(successor, program, None, attempt, Some(at), now);
        effect.newborn.push(self.bear(new));
    }
}
