//! One thread that commits for everybody: what was asked for while a commit was under way goes with the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::{Store, StoreError, Write};
use crate::telemetry::Meters;

/// Changes that belong together, and what happens once they are durable.
pub struct Batch {
    /// The changes.
    pub writes: Vec<Write>,
    /// Whether they may be refused.
    pub importance: Importance,
    /// Told once they are durable, or refused; on the committer's thread, so it must not take long.
    pub done: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

/// Whether changes may be refused when the store does not take them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importance {
    /// Nobody knows of them yet: whoever asked is told, and may ask again.
    Refusable,
    /// Something in the world depends on them: they are kept and tried again until the store takes them.
    Kept,
}

/// The way to the committing thread; a cheap clone leads to the same.
#[derive(Clone)]
pub struct Committer {
    batches: Sender<Message>,
    failing: Arc<AtomicBool>,
    meters: Arc<Meters>,
}

enum Message {
    Batch(Batch),
    Stop(Sender<()>),
}

/// As many changes go into one commit at the most.
const MOST: usize = 8192;

/// Nothing was changed for this long: what the store let wait has waited enough.
const QUIET: Duration = Duration::from_millis(500);

/// How long a store that fails is left alone: first so long, then twice as long each time, up to the longest.
const PATIENCE: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(640);

impl Committer {
    /// Starts the thread.
    pub fn start(store: Arc<dyn Store>, meters: Arc<Meters>) -> Self {
        let (batches, received) = channel();
        let failing = Arc::new(AtomicBool::new(false));
        let thread = Thread {
            store,
            received,
            failing: Arc::clone(&failing),
            meters: Arc::clone(&meters),
            backlog: Vec::new(),
            patience: PATIENCE,
            loose: false,
        };
        std::thread::Builder::new()
            .name("committer".to_owned())
            .spawn(move || thread.run())
            .expect("a process can start a thread when it begins");
        Self { batches, failing, meters }
    }

    /// Asks for changes to be committed, in the order of asking.
    pub fn commit(&self, batch: Batch) {
        self.meters.queue.add(batch.writes.len() as i64);
        if let Err(error) = self.batches.send(Message::Batch(batch))
            && let Message::Batch(batch) = error.0
        {
            (batch.done)(Err(StoreError("the store is closed".to_owned())));
        }
    }

    /// Whether the store does not take changes at the moment.
    pub fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    /// Commits what was asked for so far, then ends the thread; blocks until that is done.
    pub fn stop(&self) {
        let (sender, done) = channel();
        if self.batches.send(Message::Stop(sender)).is_ok() {
            let _ = done.recv();
        }
    }
}

struct Thread {
    store: Arc<dyn Store>,
    received: Receiver<Message>,
    failing: Arc<AtomicBool>,
    meters: Arc<Meters>,
    /// What the store did not take and cannot be refused.
    backlog: Vec<Batch>,
    patience: Duration,
    /// Whether something was changed since the store has settled.
    loose: bool,
}

impl Thread {
    fn run(mut self) {
        loop {
            let (mut next, closed) = self.wait();
            let mut stop = None;
            let mut batches = std::mem::take(&mut self.backlog);
            let mut size: usize = batches.iter().map(|batch| batch.writes.len()).sum();
            while let Some(message) = next.take() {
                match message {
                    Message::Batch(batch) => {
                        size += batch.writes.len();
                        batches.push(batch);
                    }
                    Message::Stop(done) => stop = Some(done),
                }
                if size >= MOST || stop.is_some() {
                    break;
                }
                next = self.received.try_recv().ok();
            }
            self.commit(batches);
            if let Some(done) = stop {
                let _ = done.send(());
                return;
            }
            if closed && self.backlog.is_empty() {
                return;
            }
        }
    }

    /// What is asked for next, and whether nothing will be any more.
    fn wait(&mut self) -> (Option<Message>, bool) {
        let longest = match (self.is_failing(), self.loose) {
            (true, _) => self.patience,
            (false, true) => QUIET,
            (false, false) => return self.received.recv().map_or((None, true), |message| (Some(message), false)),
        };
        match self.received.recv_timeout(longest) {
            Ok(message) => (Some(message), false),
            Err(RecvTimeoutError::Disconnected) => {
                if self.is_failing() {
                    // Nobody is left to wait with.
                    std::thread::sleep(self.patience);
                }
                (None, true)
            }
            Err(RecvTimeoutError::Timeout) => {
                if !self.is_failing() {
                    if let Err(error) = self.store.settle() {
                        tracing::error!("the disk does not take what was committed: {error}");
                    }
                    self.loose = false;
                }
                (None, false)
            }
        }
    }

    fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    fn commit(&mut self, batches: Vec<Batch>) {
        // A store that fails is tried also where nothing waits: whether it takes changes is asked from outside.
        if batches.is_empty() && !self.is_failing() {
            return;
        }
        let writes: Vec<&[Write]> = batches.iter().map(|batch| batch.writes.as_slice()).collect();
        let size = writes.iter().map(|writes| writes.len()).sum::<usize>();
        let began = Instant::now();
        match self.store.commit(&writes) {
            Ok(()) => {
                self.loose = true;
                self.meters.commits.observe(began.elapsed());
                self.meters.changes.add(size as u64);
                self.meters.queue.add(-(size as i64));
                self.patience = PATIENCE;
                if self.failing.swap(false, Ordering::Relaxed) {
                    tracing::info!("the store takes changes again");
                }
                for batch in batches {
                    (batch.done)(Ok(()));
                }
            }
            Err(error) => {
                self.meters.commits_failed.add(1);
                self.patience = (self.patience * 2).min(LONGEST);
                if !self.failing.swap(true, Ordering::Relaxed) {
                    tracing::error!("the store takes no changes, and is asked again until it does: {error}");
                }
                for batch in batches {
                    match batch.importance {
                        Importance::Refusable => {
                            self.meters.queue.add(-(batch.writes.len() as i64));
                            (batch.done)(Err(error.clone()));
                        }
                        Importance::Kept => self.backlog.push(batch),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::store::memory::MemoryStore;
    use crate::store::{Direction, Table, Visitor};

    /// Refuses its first commits.
    struct Stubborn {
        store: MemoryStore,
        refusals: AtomicUsize,
    }

    impl Store for Stubborn {
        fn commit(&self, writes: &[&[Write]]) -> Result<(), StoreError> {
            let refuse = |left: usize| left.checked_sub(1);
            match self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, refuse) {
                Ok(_) => Err(StoreError("no space left".to_owned())),
                Err(_) => self.store.commit(writes),
            }
        }

        fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
            self.store.get(table, key)
        }

        fn count(&self, table: Table) -> Result<u64, StoreError> {
            self.store.count(table)
        }

        fn scan(
            &self,
            table: Table,
            from: &[u8],
            to: Option<&[u8]>,
            direction: Direction,
            visitor: Visitor<'_>,
        ) -> Result<(), StoreError> {
            self.store.scan(table, from, to, direction, visitor)
        }

        fn compact(&self) -> Result<(), StoreError> {
            self.store.compact()
        }
    }

    fn ask(committer: &Committer, key: &[u8], importance: Importance) -> Receiver<Result<(), StoreError>> {
        let (sender, answer) = channel();
        let writes = vec![Write::Put(Table::Meta, key.into(), b"x".to_vec())];
        let done = Box::new(move |result| drop(sender.send(result)));
        committer.commit(Batch { writes, importance, done });
        answer
    }

    #[test]
    fn what_the_world_depends_on_is_kept_until_the_store_takes_it() {
        let store = Arc::new(Stubborn { store: MemoryStore::default(), refusals: AtomicUsize::new(1) });
        let committer = Committer::start(store.clone(), Arc::default());
        let kept = ask(&committer, b"kept", Importance::Kept);
        assert_eq!(kept.recv(), Ok(Ok(())));
        assert_eq!((committer.meters.commits_failed.get(), committer.meters.queue.get()), (1, 0));
        assert_eq!(store.get(Table::Meta, b"kept"), Ok(Some(b"x".to_vec())));
        assert!(!committer.is_failing());
    }

    #[test]
    fn what_nobody_knows_of_is_refused() {
        let store = Arc::new(Stubborn { store: MemoryStore::default(), refusals: AtomicUsize::new(1) });
        let committer = Committer::start(store.clone(), Arc::default());
        let refused = ask(&committer, b"refused", Importance::Refusable);
        assert_eq!(refused.recv(), Ok(Err(StoreError("no space left".to_owned()))));
        assert_eq!(store.get(Table::Meta, b"refused"), Ok(None));
    }

    #[test]
    fn what_was_asked_for_is_committed_before_the_end() {
        let store = Arc::new(MemoryStore::default());
        let committer = Committer::start(store.clone(), Arc::default());
        for key in 0..100_u8 {
            drop(ask(&committer, &[key], Importance::Kept));
        }
        committer.stop();
        assert_eq!(store.get(Table::Meta, &[99]), Ok(Some(b"x".to_vec())));
    }
}
