//! Keys and values that outlive executions, by namespace.

pub mod kind;
mod sweep;

use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;
use plan::{Text, Value};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, oneshot};

pub use kind::Kind;
pub(crate) use sweep::keep_sweeping;

use crate::clock::Clock;
use crate::store::committer::{Batch, Committer, Importance};
use crate::store::{Direction, Store, StoreError, Table, Write, after, records};
use crate::world::Keys;

/// A value under a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The value.
    pub value: Value,
    /// What it is for.
    pub description: Option<Text>,
    /// How often it was written.
    pub version: u32,
    /// When it was written first.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    /// When it was written last.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
    /// When it is good no longer.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub expires: Option<Timestamp>,
}

/// What is to be written under a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The value.
    pub value: Value,
    /// What it is for.
    pub description: Option<Text>,
    /// When it is good no longer.
    pub expires: Option<Timestamp>,
    /// What becomes of a value that is there.
    pub over: Over,
}

impl Setting {
    /// A value that is good for ever.
    pub fn of(value: Value) -> Self {
        Self { value, description: None, expires: None, over: Over::Writes }
    }
}

/// What becomes of a value that is there when its key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The new one takes its place.
    Writes,
    /// It stays.
    Leaves,
}

/// What became of a value that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is written, and durable.
    Written,
    /// Another stays in its place.
    Left,
}

/// What there is under a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A value.
    Good(Entry),
    /// A value whose time is over, which is not swept away yet.
    Expired,
    /// Nothing.
    Nothing,
}

/// A value with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The namespace.
    pub namespace: Text,
    /// The key.
    pub key: Text,
    /// The value.
    pub entry: Entry,
}

/// The key-value store.
pub struct KeyValues {
    store: Arc<dyn Store>,
    committer: Committer,
    clock: Clock,
    /// Held from reading what is there to having written what follows from it.
    writing: Mutex<()>,
}

/// What Kestra says of a key that is none.
pub const NO_KEY: &str = "Key must start with an alphanumeric character (uppercase or lowercase) and can contain \
    alphanumeric characters (uppercase or lowercase), dots (.), underscores (_), and hyphens (-) only.";

/// Whether a text can be a key.
pub fn is_key(key: &str) -> bool {
    let mut letters = key.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
}

/// The namespaces around one, the nearest first.
pub fn around(namespace: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(namespace), |inner| inner.rsplit_once('.').map(|(outer, _)| outer)).skip(1)
}

impl Entry {
    fn is_good(&self, now: Timestamp) -> bool {
        self.expires.is_none_or(|at| at > now)
    }
}

impl KeyValues {
    pub(crate) fn new(store: Arc<dyn Store>, committer: Committer, clock: Clock) -> Self {
        Self { store, committer, clock, writing: Mutex::default() }
    }

    /// What there is under a key.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn find(&self, namespace: &str, key: &str) -> Result<Found, StoreError> {
        let Some(bytes) = self.store.get(Table::KeyValues, &records::names(&[namespace, key]))? else {
            return Ok(Found::Nothing);
        };
        let entry: Entry = records::decode(&bytes)?;
        Ok(if entry.is_good(self.clock.now()) { Found::Good(entry) } else { Found::Expired })
    }

    /// A value that has not expired.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn entry(&self, namespace: &str, key: &str) -> Result<Option<Entry>, StoreError> {
        Ok(match self.find(namespace, key)? {
            Found::Good(entry) => Some(entry),
            Found::Expired | Found::Nothing => None,
        })
    }

    /// Every value of a namespace that has not expired, by key.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn entries(&self, namespace: &str) -> Result<Vec<(Text, Entry)>, StoreError> {
        let now = self.clock.now();
        let mut entries = Vec::new();
        self.scan(&records::names(&[namespace, ""]), &mut |placed| {
            if placed.entry.is_good(now) {
                entries.push((placed.key, placed.entry));
            }
        })?;
        Ok(entries)
    }

    /// Every value that has not expired, by namespace and key.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn good(&self) -> Result<Vec<Placed>, StoreError> {
        let now = self.clock.now();
        let mut all = self.all()?;
        all.retain(|placed| placed.entry.is_good(now));
        Ok(all)
    }

    /// Every value, also those that have expired, by namespace and key.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub(crate) fn all(&self) -> Result<Vec<Placed>, StoreError> {
        let mut all = Vec::new();
        self.scan(&[], &mut |placed| all.push(placed))?;
        Ok(all)
    }

    /// What a namespace has from those around it, the nearest first: nothing that is hidden by the same key nearer.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn inherited(&self, namespace: &str) -> Result<Vec<Placed>, StoreError> {
        let mut seen: Vec<Text> = self.entries(namespace)?.into_iter().map(|(key, _)| key).collect();
        let mut inherited = Vec::new();
        for outer in around(namespace) {
            for (key, entry) in self.entries(outer)? {
                if !seen.contains(&key) {
                    seen.push(key.clone());
                    inherited.push(Placed { namespace: outer.into(), key, entry });
                }
            }
        }
        Ok(inherited)
    }

    /// Writes a value.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn set(&self, namespace: &str, key: &str, setting: Setting) -> Result<Put, StoreError> {
        let _writing = self.writing.lock().await;
        let now = self.clock.now();
        let before = self.entry(namespace, key)?;
        if before.is_some() && setting.over == Over::Leaves {
            return Ok(Put::Left);
        }
        let entry = Entry {
            value: kind::stored(setting.value),
            description: setting.description,
            version: before.as_ref().map_or(1, |entry| entry.version.saturating_add(1)),
            created: before.map_or(now, |entry| entry.created),
            updated: now,
            expires: setting.expires,
        };
        let put = Write::Put(Table::KeyValues, records::names(&[namespace, key]), records::encode(&entry)?);
        self.commit(vec![put]).await?;
        Ok(Put::Written)
    }

    /// Takes a value away; whether there was one that had not expired.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn delete(&self, namespace: &str, key: &str) -> Result<bool, StoreError> {
        let _writing = self.writing.lock().await;
        let found = self.find(namespace, key)?;
        if found == Found::Nothing {
            return Ok(false);
        }
        self.commit(vec![Write::Delete(Table::KeyValues, records::names(&[namespace, key]))]).await?;
        Ok(found != Found::Expired)
    }

    /// Takes away what has expired; how much.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or does not take it.
    pub async fn sweep(&self) -> Result<usize, StoreError> {
        let _writing = self.writing.lock().await;
        let now = self.clock.now();
        let mut writes = Vec::new();
        self.scan(&[], &mut |Placed { namespace, key, entry }| {
            if !entry.is_good(now) {
                writes.push(Write::Delete(Table::KeyValues, records::names(&[&namespace, &key])));
            }
        })?;
        let swept = writes.len();
        if swept > 0 {
            self.commit(writes).await?;
        }
        Ok(swept)
    }

    /// The time as expiry sees it.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn scan(&self, prefix: &[u8], each: &mut dyn FnMut(Placed)) -> Result<(), StoreError> {
        let end = after(prefix);
        let mut damage = Ok(());
        self.store.scan(Table::KeyValues, prefix, end.as_deref(), Direction::Forward, &mut |key, value| {
            match (records::read_names(key).as_deref(), records::decode::<Entry>(value)) {
                (Some(&[namespace, key]), Ok(entry)) => {
                    each(Placed { namespace: namespace.into(), key: key.into(), entry });
                }
                (_, Err(error)) => damage = Err(error),
                (_, Ok(_)) => {}
            }
            ControlFlow::Continue(())
        })?;
        damage
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let (sender, told) = oneshot::channel();
        let done = Box::new(move |result| drop(sender.send(result)));
        self.committer.commit(Batch { writes, importance: Importance::Refusable, done });
        told.await.unwrap_or_else(|_| Err(StoreError("the store is closed".to_owned())))
    }
}

impl Keys for KeyValues {
    fn get(&self, namespace: &str, key: &str) -> Result<Option<Value>, String> {
        self.entry(namespace, key).map(|entry| entry.map(|entry| entry.value)).map_err(|error| error.0)
    }
}
