//! Who waits for the end of which execution: told once, without hearing of every commit of every other.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tokio::sync::oneshot;

use crate::ids::ExecutionId;

/// Those who wait, by execution.
#[derive(Debug, Default)]
pub(crate) struct Waiters(Mutex<FxHashMap<ExecutionId, Vec<oneshot::Sender<()>>>>);

impl Waiters {
    /// Waits from now on; ready when the execution has ended, or is gone.
    pub(crate) fn wait(&self, id: ExecutionId) -> oneshot::Receiver<()> {
        let (sender, ended) = oneshot::channel();
        let mut waiters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = waiters.entry(id).or_default();
        // Some may have given up.
        waiting.retain(|sender| !sender.is_closed());
        waiting.push(sender);
        ended
    }

    /// Tells those who wait that an execution has ended, or is gone.
    pub(crate) fn tell(&self, id: ExecutionId) {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        for sender in waiting.into_iter().flatten() {
            // Who has given up needs not be told.
            let _ = sender.send(());
        }
    }
}
