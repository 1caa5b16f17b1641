//! How many executions of a flow may run at once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use plan::FlowName;
use plan::flow::{Concurrency, ConcurrencyBehavior};
use rustc_hash::FxHashMap;

use crate::execution::Admission;
use crate::ids::ExecutionId;

/// Which executions of which flows have a place, and which wait for one.
#[derive(Debug, Default)]
pub(crate) struct Admissions(Mutex<FxHashMap<FlowName, Lane>>);

#[derive(Debug, Default)]
struct Lane {
    running: BTreeSet<ExecutionId>,
    /// Ids sort by age.
    waiting: BTreeSet<ExecutionId>,
}

impl Admissions {
    /// Looks for a place.
    pub(crate) fn admit(&self, flow: &FlowName, id: ExecutionId, concurrency: &Concurrency) -> Admission {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(flow.clone()).or_default();
        let room = lane.running.len() < concurrency.limit as usize;
        // Nobody overtakes who waits already.
        let first = lane.waiting.first().is_none_or(|&first| first >= id);
        if lane.running.contains(&id) || (room && first) {
            lane.waiting.remove(&id);
            lane.running.insert(id);
            return Admission::Granted;
        }
        match concurrency.behavior {
            ConcurrencyBehavior::Queue => {
                lane.waiting.insert(id);
                Admission::Queued
            }
            ConcurrencyBehavior::Cancel => Admission::Cancelled,
            ConcurrencyBehavior::Fail => Admission::Failed,
        }
    }

    /// How many executions of a flow have a place.
    pub(crate) fn taken(&self, flow: &FlowName) -> usize {
        let lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.get(flow).map_or(0, |lane| lane.running.len())
    }

    /// An execution has a place, whatever the limit says.
    pub(crate) fn occupy(&self, flow: &FlowName, id: ExecutionId) {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(flow.clone()).or_default();
        lane.waiting.remove(&id);
        lane.running.insert(id);
    }

    /// An execution gives its place back; those that may take one now.
    pub(crate) fn leave(&self, flow: &FlowName, id: ExecutionId, limit: u32) -> Vec<ExecutionId> {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(lane) = lanes.get_mut(flow) else { return Vec::new() };
        lane.running.remove(&id);
        lane.waiting.remove(&id);
        let mut next = Vec::new();
        while lane.running.len() < limit as usize
            && let Some(first) = lane.waiting.pop_first()
        {
            lane.running.insert(first);
            next.push(first);
        }
        if lane.running.is_empty() && lane.waiting.is_empty() {
            lanes.remove(flow);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn id(second: i64) -> ExecutionId {
        ExecutionId::new(Timestamp::from_second(second).expect("in range"), 0)
    }

    #[test]
    fn places_are_given_in_the_order_of_age() {
        let flow = FlowName { namespace: "a".into(), id: "b".into() };
        let one = Concurrency { limit: 1, behavior: ConcurrencyBehavior::Queue };
        let admissions = Admissions::default();
        assert_eq!(admissions.admit(&flow, id(1), &one), Admission::Granted);
        assert_eq!(admissions.admit(&flow, id(3), &one), Admission::Queued);
        assert_eq!(admissions.admit(&flow, id(2), &one), Admission::Queued);
        assert_eq!(admissions.leave(&flow, id(1), 1), [id(2)]);
        assert_eq!(admissions.admit(&flow, id(2), &one), Admission::Granted);
        assert_eq!(admissions.leave(&flow, id(2), 1), [id(3)]);
        assert_eq!(admissions.leave(&flow, id(3), 1), []);
    }
}
