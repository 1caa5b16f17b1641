//! Deadlines of executions, whether they are in memory or not.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;

use super::{Machine, now};
use crate::execution::Event;
use crate::ids::ExecutionId;

/// Which execution goes on when.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    deadlines: Mutex<BTreeSet<(Timestamp, ExecutionId)>>,
    earlier: Notify,
}

/// A clock may be set while nobody looks.
const LONGEST: Duration = Duration::from_secs(10);

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

    fn next(&self) -> Option<Timestamp> {
        self.deadlines.lock().unwrap_or_else(PoisonError::into_inner).first().map(|deadline| deadline.0)
    }
}

/// Tells executions that their time has come, as long as the machine is there.
pub(crate) async fn keep_time(machine: std::sync::Weak<Machine>) {
    loop {
        let Some(machine) = machine.upgrade() else { return };
        for id in machine.timers.take_due(now()) {
            let machine = Arc::clone(&machine);
            tokio::spawn(async move { machine.elapsed(id) });
        }
        let wait = match machine.timers.next() {
            Some(at) => Duration::try_from(at.duration_since(now())).unwrap_or_default().min(LONGEST),
            None => LONGEST,
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = machine.timers.earlier.notified() => {}
        }
    }
}

impl Machine {
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
