//! Who waits for the end of which execution: told once, without hearing of every commit of every other.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tokio::sync::oneshot;

use crate::execution::Execution;
use crate::ids::ExecutionId;

/// The execution as it ended; `None` where it is gone, or goes on already.
pub(crate) type End = Option<Arc<Execution>>;

/// Those who wait, by execution.
#[derive(Debug, Default)]
pub(crate) struct Waiters(Mutex<FxHashMap<ExecutionId, Vec<oneshot::Sender<End>>>>);

impl Waiters {
    /// Waits from now on; ready when the execution has ended, or is gone.
    pub(crate) fn wait(&self, id: ExecutionId) -> oneshot::Receiver<End> {
        let (sender, ended) = oneshot::channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().push(sender);
        ended
    }

    /// Tells those who wait that an execution has ended, or is gone; only where somebody waits is it looked at.
    pub(crate) fn tell(&self, id: ExecutionId, end: impl FnOnce() -> End) {
        let Some(waiting) = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id) else { return };
        let end = end();
        for sender in waiting {
            // Who has given up needs not be told.
            let _ = sender.send(end.clone());
        }
    }

    /// Forgets those who have given up.
    pub(crate) fn forget(&self, id: ExecutionId) {
        let mut waiters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = waiters.get_mut(&id) {
            waiting.retain(|sender| !sender.is_closed());
            if waiting.is_empty() {
                waiters.remove(&id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn who_gives_up_leaves_nothing_behind() {
        let waiters = Waiters::default();
        let id = ExecutionId::new(Timestamp::UNIX_EPOCH, 1);
        let (mut first, mut second) = (waiters.wait(id), waiters.wait(id));
        first.close();
        waiters.forget(id);
        assert_eq!(waiters.0.lock().expect("nobody panicked")[&id].len(), 1);
        waiters.tell(id, || None);
        assert!(matches!(second.try_recv(), Ok(None)));
        assert!(waiters.0.lock().expect("nobody panicked").is_empty());
    }
}
