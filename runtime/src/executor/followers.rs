//! Who follows which execution: woken by its own commits, without hearing of those of every other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::ids::ExecutionId;

/// A bell for each execution that somebody follows.
#[derive(Debug, Default)]
pub(crate) struct Followers(Mutex<FxHashMap<ExecutionId, Arc<Notify>>>);

/// One who follows an execution, as long as this is there.
#[derive(Debug)]
pub(crate) struct Follower {
    id: ExecutionId,
    bell: Arc<Notify>,
    followers: Arc<Followers>,
}

impl Followers {
    /// Follows an execution from now on.
    pub(crate) fn follow(self: &Arc<Self>, id: ExecutionId) -> Follower {
        let bell = Arc::clone(self.bells().entry(id).or_default());
        Follower { id, bell, followers: Arc::clone(self) }
    }

    /// Wakes those who follow an execution: something of it was committed, or it is gone.
    pub(crate) fn wake(&self, id: ExecutionId) {
        let bells = self.bells();
        if let Some(bell) = bells.get(&id) {
            bell.notify_waiters();
        }
    }

    fn bells(&self) -> MutexGuard<'_, FxHashMap<ExecutionId, Arc<Notify>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Follower {
    /// Ready with the first news after this call, also where it is not waited for yet.
    pub(crate) fn news(&self) -> Notified<'_> {
        self.bell.notified()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut bells = self.followers.bells();
        // Copies are made under the lock alone: this one and the one in the table are the last.
        if Arc::strong_count(&self.bell) == 2 {
            bells.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn only_those_are_woken_who_follow_the_execution() {
        let followers = Arc::new(Followers::default());
        let id = |second| ExecutionId::new(Timestamp::from_second(second).expect("in range"), 0);
        let (first, other) = (followers.follow(id(1)), followers.follow(id(2)));
        let (mut news, mut others) = (Box::pin(first.news()), Box::pin(other.news()));
        followers.wake(id(1));
        assert!(news.as_mut().now_or_never().is_some());
        assert!(others.as_mut().now_or_never().is_none());
    }

    #[test]
    fn who_leaves_leaves_nothing_behind() {
        let followers = Arc::new(Followers::default());
        let id = ExecutionId::new(Timestamp::UNIX_EPOCH, 1);
        let (first, second) = (followers.follow(id), followers.follow(id));
        drop(first);
        assert_eq!(followers.bells().len(), 1);
        drop(second);
        assert!(followers.bells().is_empty());
    }
}
