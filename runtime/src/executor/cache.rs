//! Outputs of tasks that may be taken again (`taskCache`).

use std::sync::Arc;

use jiff::Timestamp;
use plan::step::{Cache, LogLevel};
use plan::value::Map;
use plan::{FlowName, Text};
use serde::{Deserialize, Serialize};

use super::Machine;
use crate::execution::Outcome;
use crate::execution::event::End;
use crate::store::committer::{Batch, Importance};
use crate::store::{Key, Table, Write, records};

/// What a run of a task gave out.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    at: Timestamp,
    outputs: Option<Map>,
}

/// A task whose outputs may be taken again: what they are kept under, and for how long they are good.
pub(super) struct Cached {
    key: Key,
    ttl: Option<jiff::SignedDuration>,
    task: Text,
}

impl Cached {
    /// The same flow, task, loop value and rendered properties are the same run.
    pub(super) fn new(cache: &Cache, flow: &FlowName, task: &Text, value: Option<&Text>, properties: &Map) -> Self {
        let bytes = records::encode(&(flow, task, value, properties)).unwrap_or_default();
        let hash = ring::digest::digest(&ring::digest::SHA256, &bytes);
        let ttl = cache.ttl.as_deref().and_then(crate::duration::parse);
        Self { key: hash.as_ref().into(), ttl, task: task.clone() }
    }
}

impl Machine {
    /// What an equal run gave out, where that is still good.
    pub(super) fn cached(&self, cached: &Cached) -> Option<Outcome> {
        let bytes = self.store.get(Table::Cache, &cached.key).ok()??;
        let kept: Kept = records::decode(&bytes).ok()?;
        let good = cached.ttl.is_none_or(|ttl| self.clock().now().duration_since(kept.at) <= ttl);
        good.then(|| Outcome::success(kept.outputs.map(Arc::new)))
    }

    /// Keeps what a run gave out for the next one like it.
    pub(super) fn keep_cached(&self, cached: &Cached, outcome: &Outcome, say: &dyn Fn(LogLevel, String)) {
        if outcome.end != End::Success {
            return;
        }
        let kept = Kept { at: self.clock().now(), outputs: outcome.outputs.as_deref().cloned() };
        let Ok(value) = records::encode(&kept) else { return };
        say(LogLevel::Info, format!("Uploading a cache entry for task '{}'", cached.task));
        let writes = vec![Write::Put(Table::Cache, cached.key.clone(), value)];
        // A cache that was not kept is only slower.
        self.committer.commit(Batch { writes, importance: Importance::Refusable, done: Box::new(|_| {}) });
    }
}
