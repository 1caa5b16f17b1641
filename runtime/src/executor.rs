//! What an execution asks of the world is done here, and what comes of it is told to the execution.
//!
//! An event is applied, then everything that can be neither seen nor felt outside is done at once: expressions
//! are evaluated, tasks that only compute are run. What has changed by then goes into one commit. Whatever
//! touches the world waits until that commit is durable.

mod admission;
mod answer;
mod birth;
mod cache;
mod call;
mod census;
mod compute;
mod decide;
mod drive;
mod folder;
mod followers;
mod journal;
mod listen;
mod live;
mod observe;
mod room;
mod timers;
mod waiters;
mod work;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use plan::evaluate;
use rustc_hash::FxHashMap;
use tokio::sync::{Notify, Semaphore, oneshot};

use crate::clock::Clock;
use crate::execution::{Execution, Program};
use crate::ids::ExecutionId;
use crate::kv::KeyValues;
use crate::registry::Registry;
use crate::scope::Surroundings;
use crate::store::committer::{Batch, Committer, Importance};
use crate::store::{Direction, Store, StoreError, Table, Write, records};
use crate::telemetry::{Exporter, Meters, Trace};
use crate::triggers::Triggers;
use crate::world::Doors;

pub(crate) use admission::Admissions;
pub(crate) use answer::{is_system, labels_of, length, structure};
pub(crate) use call::Callers;
pub(crate) use census::Census;
pub(crate) use compute::outcome;
pub(crate) use decide::{Decision, properties};
pub(crate) use drive::Told;
pub(crate) use followers::{Follower, Followers};
pub(crate) use live::{Live, Lives, Open, Slot};
pub(crate) use timers::{Timers, keep_time};
pub(crate) use waiters::Waiters;
pub(crate) use work::timed_out;

/// Everything executions are run with.
pub(crate) struct Machine {
    pub(crate) doors: Arc<Doors>,
    pub(crate) surroundings: Surroundings,
    pub(crate) evaluation: evaluate::Settings,
    pub(crate) registry: Registry,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) committer: Committer,
    pub(crate) keys: Arc<KeyValues>,
    pub(crate) lives: Lives,
    pub(crate) timers: Timers,
    pub(crate) admissions: Admissions,
    pub(crate) callers: Callers,
    pub(crate) triggers: Triggers,
    pub(crate) waiters: Waiters,
    /// Where every execution stands, for lists.
    pub(crate) census: Census,
    /// A place for each task that may touch the world at the same time.
    pub(crate) places: Arc<Semaphore>,
    pub(crate) followers: Arc<Followers>,
    pub(crate) stopping: AtomicBool,
    /// So many executions were forgotten since the store gave room back.
    pub(crate) forgotten: AtomicUsize,
    pub(crate) at_work: AtWork,
    /// Commits on their way, and what follows from them.
    pub(crate) under_way: AtWork,
    pub(crate) meters: Arc<Meters>,
    /// Where spans go, where they go anywhere.
    pub(crate) exporter: Option<Exporter>,
    /// The traces that somebody else began, by the first execution of each.
    pub(crate) traces: Mutex<FxHashMap<ExecutionId, Trace>>,
    pub(crate) handle: tokio::runtime::Handle,
}

/// How many tasks are at work, and a bell that rings when one is done.
#[derive(Debug, Default)]
pub(crate) struct AtWork {
    count: AtomicUsize,
    pub(crate) done: Notify,
}

impl AtWork {
    pub(crate) fn begin(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn end(&self) {
        self.count.fetch_sub(1, Ordering::SeqCst);
        self.done.notify_waiters();
    }

    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

impl Machine {
    /// Where the time comes from.
    pub(crate) fn clock(&self) -> &Clock {
        &self.doors.settings.clock
    }

    /// The time, never before what has happened to an execution already: clocks are set back.
    pub(crate) fn now(&self, execution: &Execution) -> Timestamp {
        self.clock().now().max(execution.history().changed())
    }

    /// Reads an execution from the store, with the number of its next commit.
    pub(crate) fn load(&self, id: ExecutionId) -> Result<Option<(Execution, u64)>, StoreError> {
        let prefix = records::execution(id);
        let end = crate::store::after(&prefix);
        let mut deltas = Vec::new();
        let mut next = 0;
        let mut damage = None;
        self.store.scan(Table::Executions, &prefix, end.as_deref(), Direction::Forward, &mut |key, value| {
            match records::decode(value) {
                Ok(delta) => deltas.push(delta),
                Err(error) => damage = Some(error),
            }
            next = records::read_commit(key).map_or(next, |(_, number)| number + 1);
            std::ops::ControlFlow::Continue(())
        })?;
        if let Some(error) = damage {
            return Err(error);
        }
        let Some((flow, revision)) = Execution::program_of(&deltas) else { return Ok(None) };
        let program = self.registry.revision(&flow, revision).map(|flow| Arc::clone(&flow.program));
        let program =
            program.ok_or_else(|| StoreError(format!("flow `{flow}` has no revision {revision} any more")))?;
        Ok(Execution::from_deltas(program, deltas).map(|execution| (execution, next)))
    }

    /// Commits changes that may be refused.
    pub(crate) async fn commit_all(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let (sender, told) = oneshot::channel();
        let done = Box::new(move |result| drop(sender.send(result)));
        self.committer.commit(Batch { writes, importance: Importance::Refusable, done });
        told.await.unwrap_or_else(|_| Err(StoreError("the store is closed".to_owned())))
    }

    /// An execution is not in the store any more: whoever waits for it is told, and lists do not show it.
    pub(crate) fn gone(&self, id: ExecutionId) {
        self.census.note(id, census::Note::Gone);
        self.lives.forget(id);
        self.waiters.tell(id, || None);
        self.followers.wake(id);
    }

    /// Waits until nothing is done any more that does not wait for time or somebody.
    pub(crate) async fn quiet(&self) {
        loop {
            let (work, commits) = (self.at_work.done.notified(), self.under_way.done.notified());
            if self.at_work.count() == 0 && self.under_way.count() == 0 {
                return;
            }
            tokio::select! {
                () = work => {}
                () = commits => {}
            }
        }
    }

    /// A program for the newest or one revision of a flow.
    pub(crate) fn program(&self, flow: &plan::FlowName, revision: Option<u32>) -> Option<Arc<Program>> {
        let flow = match revision {
            None => self.registry.flow(flow),
            Some(revision) => self.registry.revision(flow, revision),
        };
        flow.map(|flow| Arc::clone(&flow.program))
    }
}
