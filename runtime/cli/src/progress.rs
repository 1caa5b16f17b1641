//! A line on the terminal that says how far long work has come; short work says nothing.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Work that ends within this time needs no line.
const LONG: Duration = Duration::from_millis(400);

/// How often the line is written anew.
const OFTEN: Duration = Duration::from_millis(100);

/// Fewer things than this never take long.
const FEW: usize = 100;

/// Counts what is done, and tells it as long as it lives.
pub(crate) struct Progress {
    done: Arc<AtomicUsize>,
    line: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to count up to a total.
    pub(crate) fn begin(verb: &'static str, total: usize) -> Self {
        let done = Arc::new(AtomicUsize::new(0));
        if total < FEW || !std::io::stderr().is_terminal() {
            return Self { done, line: None };
        }
        let (stop, stopped) = channel();
        let counted = Arc::clone(&done);
        let line = std::thread::spawn(move || {
            let mut wait = LONG;
            let mut written = false;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = OFTEN;
                written = true;
                let percent = counted.load(Ordering::Relaxed) * 100 / total;
                // A line that cannot be written is no reason to stop the work.
                let _ = write!(std::io::stderr(), "\r\x1b[K{verb} … {} %", percent.min(100));
            }
            if written {
                let _ = write!(std::io::stderr(), "\r\x1b[K");
            }
        });
        Self { done, line: Some((stop, line)) }
    }

    /// One thing more is done.
    pub(crate) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, line)) = self.line.take() {
            drop(stop);
            // The thread only writes; nothing depends on how it ended.
            let _ = line.join();
        }
    }
}
