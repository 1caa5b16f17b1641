//! Where the time went: each stage of a check, and the files that took longest.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many files are named.
const SLOWEST: usize = 5;

/// Times, measured as it goes; shared by the threads that check side by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timings(Arc<Mutex<Measured>>);

#[derive(Debug, Default)]
struct Measured {
    stages: Vec<(&'static str, Duration)>,
    files: BTreeMap<Arc<str>, Duration>,
}

impl Timings {
    /// Does the work of a stage.
    pub(crate) fn stage<T>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let done = work();
        let mut measured = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match measured.stages.iter_mut().find(|(known, _)| *known == name) {
            Some((_, time)) => *time += begin.elapsed(),
            None => measured.stages.push((name, begin.elapsed())),
        }
        done
    }

    /// Does work for one file.
    pub(crate) fn file<T>(&self, path: impl FnOnce() -> Option<Arc<str>>, work: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let done = work();
        let elapsed = begin.elapsed();
        if let Some(path) = path() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner).files.entry(path).or_default() += elapsed;
        }
        done
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let measured = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let milliseconds = |time: &Duration| time.as_secs_f64() * 1e3;
        for (name, time) in &measured.stages {
            writeln!(out, "{:>9.2} ms  {name}", milliseconds(time))?;
        }
        let mut files: Vec<(&Arc<str>, &Duration)> = measured.files.iter().collect();
        files.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        for (path, time) in files.into_iter().take(SLOWEST) {
            writeln!(out, "{:>9.2} ms  {path}", milliseconds(time))?;
        }
        Ok(())
    }
}
