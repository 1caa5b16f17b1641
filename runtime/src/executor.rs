//! What an execution asks of the world is done here, and what comes of it is told to the execution.
//!
//! An event is applied, then everything that can be neither seen nor felt outside is done at once: expressions
//! are evaluated, tasks that only compute are run. What has changed by then goes into one commit. Whatever
//! touches the world waits until that commit is durable.

mod admission;
mod answer;
mod birth;
mod call;
mod compute;
mod drive;
mod folder;
mod journal;
mod live;
mod timers;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use jiff::Timestamp;
use plan::evaluate;
use tokio::sync::{Notify, Semaphore, broadcast};

use crate::execution::{Execution, Program};
use crate::ids::ExecutionId;
use crate::kv::KeyValues;
use crate::registry::Registry;
use crate::scope::Surroundings;
use crate::store::committer::Committer;
use crate::store::{Direction, Store, StoreError, Table, records};
use crate::world::Doors;

pub(crate) use admission::Admissions;
pub(crate) use answer::{is_system, labels_of, structure};
pub(crate) use call::Callers;
pub(crate) use drive::Told;
pub(crate) use live::{Live, Lives, Open, Slot};
pub(crate) use timers::{Timers, keep_time};

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
    /// A place for each task that may touch the world at the same time.
    pub(crate) places: Arc<Semaphore>,
    /// Every commit of an execution: its id and the number of the commit.
    pub(crate) commits: broadcast::Sender<(ExecutionId, u64)>,
    pub(crate) stopping: AtomicBool,
    pub(crate) at_work: AtWork,
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
    /// The time, never before what has happened to an execution already: clocks are set back.
    pub(crate) fn now(&self, execution: &Execution) -> Timestamp {
        now().max(execution.history().changed())
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

    /// A program for the newest or one revision of a flow.
    pub(crate) fn program(&self, flow: &plan::FlowName, revision: Option<u32>) -> Option<Arc<Program>> {
        let flow = match revision {
            None => self.registry.flow(flow),
            Some(revision) => self.registry.revision(flow, revision),
        };
        flow.map(|flow| Arc::clone(&flow.program))
    }
}

/// The time, in the steps in which it is stored.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
