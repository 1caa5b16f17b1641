//! The flows that were asked for last: they stay ready to be run, while others are unpacked anew.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::Flow;

/// So many flows stay ready.
const READY: usize = 64;

/// Flows that stay ready, the latest last.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<VecDeque<Arc<Flow>>>);

impl Recent {
    /// Keeps a flow in place of the oldest one.
    pub(super) fn add(&self, flow: &Arc<Flow>) {
        let mut ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = if ready.len() >= READY { ready.pop_front() } else { None };
        ready.push_back(Arc::clone(flow));
        drop(ready);
        // Taking a plan apart takes longer than the lock should be held.
        drop(oldest);
    }
}
