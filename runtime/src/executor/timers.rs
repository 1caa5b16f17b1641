//! Deadlines of executions, whether they are in memory or not.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;

use super::Machine;
use crate::execution::Event;
use crate::ids::ExecutionId;

/// Which execution goes on when.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    deadlines: Mutex<BTreeSet<(Timestamp, ExecutionId)>>,
    earlier: Notify,
}

impl Timers {
    /// An execution goes on at another time than before.
    pub(crate) fn change(&self, id: ExecutionId, before: Option<Timestamp>, after: Option<Timestamp>) {
        if before == after {
            return;
        }
        let mut deadlines = self.deadlines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = before {
            deadlines.remove(&(before, id));
        }
        if let Some(after) = after {
            deadlines.insert((after, id));
            if deadlines.first() == Some(&(after, id)) {
                self.earlier.notify_one();
            }
        }
    }

    /// What is due.
    fn take_due(&self, now: Timestamp) -> Vec<ExecutionId> {
        let mut deadlines = self.deadlines.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = Vec::new();
        while let Some(&(at, id)) = deadlines.first()
            && at <= now
        {
            deadlines.pop_first();
            due.push(id);
        }
        due
    }

    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.deadlines.lock().unwrap_or_else(PoisonError::into_inner).first().map(|deadline| deadline.0)
    }
}

/// Tells executions that their time has come, as long as the machine is there.
pub(crate) async fn keep_time(machine: std::sync::Weak<Machine>) {
    loop {
        let Some(machine) = machine.upgrade() else { return };
        machine.wake_due();
        tokio::select! {
            () = machine.clock().until(machine.timers.next()) => {}
            () = machine.timers.earlier.notified() => {}
        }
    }
}

impl Machine {
    /// Tells executions whose time has come.
    pub(crate) fn wake_due(self: &Arc<Self>) {
        for id in self.timers.take_due(self.clock().now()) {
            self.under_way.begin();
            let machine = Arc::clone(self);
            self.handle.spawn(async move {
                machine.elapsed(id);
                machine.under_way.end();
            });
        }
    }

    fn elapsed(self: &Arc<Self>, id: ExecutionId) {
        let result = self.with(id, |slot, live| {
            // The timers forgot it when it was due.
            live.deadline = None;
            self.drive(slot, live, Event::Elapsed);
        });
        if let Err(error) = result {
            tracing::error!("execution `{id}` cannot go on: {error}");
        }
        self.release(id);
    }
}
