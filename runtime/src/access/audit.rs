//! Who did what: one entry for each request that changes something, and for each login, right or wrong.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use plan::Text;
use serde::{Deserialize, Serialize};

use crate::executor::Machine;
use crate::query::Page;
use crate::refusal::Refusal;
use crate::store::committer::{Batch, Importance};
use crate::store::{Direction, Key, Table, Write, records};

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
    /// Who; with a login that failed, who they said they were.
    pub user: Text,
    /// From which address.
    pub remote: Text,
    /// The method of the request.
    pub method: Text,
    /// The path of the request; the key of a webhook is left out.
    pub path: Text,
    /// The status it was answered with.
    pub status: u16,
}

/// Which entries are asked for; what is not set accepts all.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What this user did.
    pub user: Option<String>,
    /// Requests whose path contains this.
    pub path: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not after.
    pub to: Option<Timestamp>,
}

/// The log of what was done.
#[derive(Clone)]
pub struct Audit(Arc<Machine>);

/// Tells entries of one moment apart, in their order.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// As many entries are forgotten with one commit.
const AT_ONCE: usize = 5_000;

/// Entries sort by their time.
fn key(at: Timestamp, number: u64) -> Key {
    let mut key = at.as_microsecond().max(0).to_be_bytes().to_vec();
    key.extend(number.to_be_bytes());
    key.into()
}

impl Audit {
    pub(crate) fn new(machine: Arc<Machine>) -> Self {
        Self(machine)
    }

    /// The time as entries hold it.
    pub fn now(&self) -> Timestamp {
        self.0.clock().now()
    }

    /// Adds an entry; it goes with the next commit, and is kept until the store takes it.
    pub fn record(&self, entry: &Entry) {
        match records::encode(entry) {
            Ok(value) => {
                let key = key(entry.at, NEXT.fetch_add(1, Ordering::Relaxed));
                let writes = vec![Write::Put(Table::Audit, key, value)];
                self.0.committer.commit(Batch { writes, importance: Importance::Kept, done: Box::new(|_| ()) });
            }
            Err(error) => tracing::error!("what `{}` did cannot be recorded: {error}", entry.user),
        }
    }

    /// The entries asked for, the newest first.
    pub fn find(&self, asked: &Asked, offset: usize, limit: usize) -> Page<Entry> {
        let (mut items, mut total) = (Vec::new(), 0);
        let result = self.0.store.scan(Table::Audit, &[], None, Direction::Backward, &mut |_, value| {
            let Ok(entry) = records::decode::<Entry>(value) else { return ControlFlow::Continue(()) };
            if asked.from.is_some_and(|from| entry.at < from) {
                return ControlFlow::Break(());
            }
            if asked.accepts(&entry) {
                if total >= offset && items.len() < limit {
                    items.push(entry);
                }
                total += 1;
            }
            ControlFlow::Continue(())
        });
        if let Err(error) = result {
            tracing::error!("what was done cannot be listed: {error}");
        }
        Page { items, total }
    }

    /// Forgets what was done before a time; how many entries.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn forget_before(&self, before: Timestamp) -> Result<usize, Refusal> {
        let end = key(before, 0);
        let mut forgotten = 0;
        loop {
            let mut writes = Vec::new();
            let scan = self.0.store.scan(Table::Audit, &[], Some(&*end), Direction::Forward, &mut |key, _| {
                writes.push(Write::Delete(Table::Audit, key.into()));
                if writes.len() < AT_ONCE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            scan.map_err(|error| Refusal::Store(error.0))?;
            if writes.is_empty() {
                return Ok(forgotten);
            }
            forgotten += writes.len();
            self.0.commit_all(writes).await.map_err(|error| Refusal::Store(error.0))?;
        }
    }
}

impl Asked {
    fn accepts(&self, entry: &Entry) -> bool {
        self.user.as_ref().is_none_or(|user| **user == *entry.user)
            && self.path.as_ref().is_none_or(|path| entry.path.contains(path.as_str()))
            && self.to.is_none_or(|to| entry.at <= to)
    }
}
