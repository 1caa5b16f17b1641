//! Figures that are counted while a server works.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::execution::State;

/// Something that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Counts so many more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// How many there were.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Something that comes and goes.
#[derive(Debug, Default)]
pub struct Gauge(AtomicI64);

impl Gauge {
    /// So many more, or fewer.
    pub fn add(&self, more: i64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// How many there are.
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// One figure for each state.
#[derive(Debug, Default)]
pub struct ByState<T>([T; State::ALL.len()]);

impl<T> ByState<T> {
    /// That of a state.
    pub fn of(&self, state: State) -> &T {
        &self.0[state as usize]
    }
}

/// The upper ends of the times that are told apart, in seconds.
pub const BOUNDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// How long something took, in classes.
#[derive(Debug, Default)]
pub struct Histogram {
    classes: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    microseconds: AtomicU64,
}

/// A histogram as it stood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// How many took no longer than each of [`BOUNDS`].
    pub within: [u64; BOUNDS.len()],
    /// How many there were.
    pub count: u64,
    /// How long all took together, in seconds.
    pub sum: f64,
}

impl Histogram {
    /// Something took so long.
    pub fn observe(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        if let Some(class) = BOUNDS.iter().position(|bound| seconds <= *bound) {
            self.classes[class].fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// How it stands.
    pub fn times(&self) -> Times {
        let mut within = [0; BOUNDS.len()];
        let mut so_far = 0;
        for (within, class) in within.iter_mut().zip(&self.classes) {
            so_far += class.load(Ordering::Relaxed);
            *within = so_far;
        }
        let count = self.count.load(Ordering::Relaxed).max(so_far);
        Times { within, count, sum: self.microseconds.load(Ordering::Relaxed) as f64 / 1e6 }
    }
}

/// Everything that is counted.
#[derive(Debug, Default)]
pub struct Meters {
    /// Executions that came to be.
    pub executions_created: Counter,
    /// Executions that have not ended, by where they stand.
    pub executions: ByState<Gauge>,
    /// Executions that ended, by how.
    pub executions_ended: ByState<Counter>,
    /// Task runs that ended, by how.
    pub task_runs_ended: ByState<Counter>,
    /// How long commits took.
    pub commits: Histogram,
    /// Changes that were committed.
    pub changes: Counter,
    /// Commits that the store did not take.
    pub commits_failed: Counter,
    /// Changes that wait for the store.
    pub queue: Gauge,
    /// Lines that went into logs.
    pub log_lines: Counter,
    /// Lines that were left out, because the log of their execution was full.
    pub log_lines_dropped: Counter,
    /// What was refused because too much was going on.
    pub refused: Counter,
    /// Spans that a collector took.
    pub spans_exported: Counter,
    /// Spans that no collector took.
    pub spans_dropped: Counter,
    /// Connections that are open.
    pub connections: Gauge,
    /// How long requests took until their answer began.
    pub requests: Histogram,
    answered: Mutex<BTreeMap<Answered, u64>>,
}

/// What is told apart of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answered {
    /// The method of the route.
    pub method: &'static str,
    /// The path of the route, with its variable parts in braces; nothing where there is none.
    pub route: &'static str,
    /// The status.
    pub status: u16,
}

impl Meters {
    /// A request was answered.
    pub fn answered(&self, answered: Answered, took: Duration) {
        self.requests.observe(took);
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner).entry(answered).or_default() += 1;
    }

    /// How many requests were answered, by route and status.
    pub fn all_answered(&self) -> Vec<(Answered, u64)> {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.iter().map(|(answered, count)| (*answered, *count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_figure() {
        for (index, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, index);
        }
    }

    #[test]
    fn classes_add_up() {
        let histogram = Histogram::default();
        for milliseconds in [0, 1, 30, 60_000] {
            histogram.observe(Duration::from_millis(milliseconds));
        }
        let times = histogram.times();
        assert_eq!((times.within[0], times.within[1], times.within[11], times.count), (1, 2, 3, 4));
        assert!((times.sum - 60.031).abs() < 1e-9);
    }
}
