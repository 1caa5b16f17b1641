//! Executions that something is being done with, in memory.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::Machine;
use crate::execution::{Command, Execution, Pace, RunKey, State, TaskRun};
use crate::ids::ExecutionId;
use crate::logs::LogEntry;
use crate::mask::Mask;
use crate::metrics::MetricEntry;
use crate::query::Summary;
use crate::store::StoreError;
use crate::tasks::Stopper;

/// An execution in memory.
pub(crate) struct Slot {
    pub(crate) id: ExecutionId,
    /// How many of its commits are durable.
    committed: AtomicU64,
    /// Rings when one more is.
    durable: Notify,
    live: Mutex<Live>,
}

/// What is known of an execution in memory.
pub(crate) struct Live {
    /// Shared with whoever looks at it; it is copied when it goes on while somebody does.
    pub(crate) execution: Arc<Execution>,
    /// The number of its next commit.
    pub(crate) number: u64,
    /// What the store says of it as long as something is left to do.
    pub(crate) open: Option<Open>,
    /// Asked for by the execution, and not looked at yet.
    pub(crate) queue: VecDeque<Command>,
    /// Said, and not committed yet.
    pub(crate) logs: Vec<LogEntry>,
    /// Reported, and not committed yet.
    pub(crate) metrics: Vec<MetricEntry>,
    pub(crate) mask: Arc<Mask>,
    /// The tasks at work.
    pub(crate) workers: FxHashMap<RunKey, Stopper>,
    /// Whether a commit for log lines alone is on its way.
    pub(crate) flushing: bool,
    /// Whether the end was told to whoever waits for it.
    pub(crate) told: bool,
    /// Whether it has left the memory: whoever holds it has to look for it anew.
    pub(crate) gone: bool,
    /// The deadline that the timers know of.
    pub(crate) deadline: Option<Timestamp>,
    /// What the store shows of it in lists.
    pub(crate) summary: Option<Summary>,
    /// The task runs that were counted as ended.
    pub(crate) ended: FxHashSet<RunKey>,
    /// What the execution around it was told of it, where it is an iteration of a loop.
    pub(crate) pace: Pace,
    /// The state it was counted in.
    pub(crate) counted: Option<State>,
    /// So many entries went into its log since it is in memory.
    pub(crate) logged: u64,
    /// So many entries of its history do Flow triggers know of.
    pub(crate) heard: usize,
}

/// What the store says of an execution as long as something is left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Open {
    /// Where it stands.
    pub(crate) state: State,
    /// When time goes on with it next.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub(crate) deadline: Option<Timestamp>,
    /// Whether nothing but time or somebody goes on with it.
    pub(crate) rests: bool,
}

impl Slot {
    /// An execution of which so many commits are in the store.
    fn new(execution: Execution, number: u64, mask: Mask) -> Arc<Self> {
        let stored = number > 0;
        let mut live = Live {
            number,
            open: None,
            queue: VecDeque::new(),
            logs: Vec::new(),
            metrics: Vec::new(),
            mask: Arc::new(mask),
            workers: FxHashMap::default(),
            flushing: false,
            told: stored && execution.state().is_terminated(),
            gone: false,
            deadline: None,
            ended: execution.task_runs().iter().filter(|run| run.state().is_terminated()).map(TaskRun::key).collect(),
            pace: if stored { execution.pace() } else { Pace::Going },
            counted: stored.then(|| execution.state()),
            logged: 0,
            heard: execution.history().entries().len(),
            summary: stored.then(|| execution.summary()),
            execution: Arc::new(execution),
        };
        if stored {
            live.open = live.openness();
            live.deadline = live.execution.deadline();
        }
        Arc::new(Self {
            id: live.execution.id(),
            committed: AtomicU64::new(number),
            durable: Notify::new(),
            live: Mutex::new(live),
        })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Live> {
        // A panic while an execution was worked on leaves it as it was committed last: the next start of the
        // engine goes on from there, and nobody else is kept from his work.
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many commits are durable.
    pub(crate) fn committed(&self) -> u64 {
        self.committed.load(Ordering::Acquire)
    }

    pub(crate) fn commit_done(&self, number: u64) {
        self.committed.fetch_max(number + 1, Ordering::AcqRel);
        self.durable.notify_waiters();
    }

    /// Waits until so many of its commits are durable.
    pub(crate) async fn durable(&self, commits: u64) {
        loop {
            let mut one_more = std::pin::pin!(self.durable.notified());
            // From here on nothing is missed.
            one_more.as_mut().enable();
            if self.committed() >= commits {
                return;
            }
            one_more.await;
        }
    }
}

impl Live {
    /// The execution, to be changed.
    pub(crate) fn execution_mut(&mut self) -> &mut Execution {
        Arc::make_mut(&mut self.execution)
    }

    /// Whether there is something that the store does not have.
    pub(crate) fn has_news(&self) -> bool {
        self.execution.is_changed() || !self.logs.is_empty() || !self.metrics.is_empty()
    }

    /// Whether the store has all of it, where it has so many commits.
    pub(crate) fn is_settled(&self, committed: u64) -> bool {
        committed == self.number && !self.has_news()
    }

    /// What the store has to say of it; `None` when nothing is left to do.
    pub(crate) fn openness(&self) -> Option<Open> {
        let execution = &self.execution;
        (!execution.is_over()).then(|| Open {
            state: execution.state(),
            deadline: execution.deadline(),
            rests: execution.is_resting(),
        })
    }
}

/// The executions in memory.
pub(crate) struct Lives([Mutex<FxHashMap<ExecutionId, Arc<Slot>>>; SHARDS]);

const SHARDS: usize = 16;

impl Default for Lives {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::default()))
    }
}

impl Lives {
    fn shard(&self, id: ExecutionId) -> MutexGuard<'_, FxHashMap<ExecutionId, Arc<Slot>>> {
        let bytes = id.to_bytes();
        self.0[usize::from(bytes[15]) % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An execution that is in memory.
    pub(crate) fn get(&self, id: ExecutionId) -> Option<Arc<Slot>> {
        self.shard(id).get(&id).cloned()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner).len()).sum()
    }

    /// Takes an execution in; what is there already stays.
    pub(crate) fn insert(&self, slot: Arc<Slot>) -> Arc<Slot> {
        Arc::clone(self.shard(slot.id).entry(slot.id).or_insert(slot))
    }

    /// Forgets an execution that never came to be.
    pub(crate) fn forget(&self, id: ExecutionId) {
        let slot = self.shard(id).remove(&id);
        if let Some(slot) = slot {
            slot.lock().gone = true;
        }
    }
}

impl Machine {
    /// Takes an execution into memory; whatever it says will be without its secrets.
    pub(super) fn take_in(&self, execution: Execution, number: u64) -> Arc<Slot> {
        let mask = self.mask_of(&execution);
        self.lives.insert(Slot::new(execution, number, mask))
    }

    /// Hides the secrets that are configured, and those of the inputs.
    pub(crate) fn mask_of(&self, execution: &Execution) -> Mask {
        let mask = self.doors.mask.fresh();
        if let Some(cipher) = self.surroundings.cipher() {
            let mut secrets = Vec::new();
            cipher.secrets(&plan::Value::Map(Arc::clone(execution.inputs())), &mut secrets);
            secrets.iter().for_each(|secret| mask.add(secret));
        }
        mask
    }

    /// An execution, from memory or from the store.
    pub(crate) fn slot(&self, id: ExecutionId) -> Result<Option<Arc<Slot>>, StoreError> {
        if let Some(slot) = self.lives.get(id) {
            return Ok(Some(slot));
        }
        let Some((execution, number)) = self.load(id)? else { return Ok(None) };
        Ok(Some(self.take_in(execution, number)))
    }

    /// Does something with an execution while nobody else does.
    pub(crate) fn with<R>(
        &self,
        id: ExecutionId,
        act: impl FnOnce(&Arc<Slot>, &mut Live) -> R,
    ) -> Result<Option<R>, StoreError> {
        loop {
            let Some(slot) = self.slot(id)? else { return Ok(None) };
            let mut live = slot.lock();
            if !live.gone {
                return Ok(Some(act(&slot, &mut live)));
            }
        }
    }

    /// Lets an execution leave the memory when nothing is done with it any more.
    pub(crate) fn release(&self, id: ExecutionId) {
        let mut shard = self.lives.shard(id);
        let Some(slot) = shard.get(&id).cloned() else { return };
        // Whoever holds it will look again when he is done.
        let Ok(mut live) = slot.live.try_lock() else { return };
        let idle = live.is_settled(slot.committed())
            && live.workers.is_empty()
            && live.queue.is_empty()
            && (live.execution.is_over() || live.execution.is_resting());
        if idle {
            live.gone = true;
            shard.remove(&id);
        }
    }
}
