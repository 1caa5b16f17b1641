//! Keys and values that outlive executions, by namespace.

use std::sync::Arc;

use jiff::Timestamp;
use plan::{Text, Value};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

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

/// The key-value store.
pub struct KeyValues {
    store: Arc<dyn Store>,
    committer: Committer,
    clock: Clock,
}

/// Whether a key and a namespace are those of a value.
pub fn is_key(key: &str) -> bool {
    let mut letters = key.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
}

impl KeyValues {
    pub(crate) fn new(store: Arc<dyn Store>, committer: Committer, clock: Clock) -> Self {
        Self { store, committer, clock }
    }

    /// A value that has not expired.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn entry(&self, namespace: &str, key: &str) -> Result<Option<Entry>, StoreError> {
        let bytes = self.store.get(Table::KeyValues, &records::names(&[namespace, key]))?;
        let entry: Option<Entry> = bytes.map(|bytes| records::decode(&bytes)).transpose()?;
        Ok(entry.filter(|entry| entry.expires.is_none_or(|at| at > self.clock.now())))
    }

    /// Every value of a namespace that has not expired, by key.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn entries(&self, namespace: &str) -> Result<Vec<(Text, Entry)>, StoreError> {
        let prefix = records::names(&[namespace, ""]);
        let end = after(&prefix);
        let mut entries = Vec::new();
        let mut damage = None;
        let now = self.clock.now();
        self.store.scan(Table::KeyValues, &prefix, end.as_deref(), Direction::Forward, &mut |key, value| {
            let name = records::read_names(key).and_then(|names| names.last().copied());
            match (name, records::decode::<Entry>(value)) {
                (Some(name), Ok(entry)) => {
                    if entry.expires.is_none_or(|at| at > now) {
                        entries.push((name.into(), entry));
                    }
                }
                (_, Err(error)) => damage = Some(error),
                (None, _) => {}
            }
            std::ops::ControlFlow::Continue(())
        })?;
        damage.map_or(Ok(entries), Err)
    }

    /// Every value of every namespace, also those that have expired, by namespace and key.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub(crate) fn all(&self) -> Result<Vec<(Text, Text, Entry)>, StoreError> {
        let mut entries = Vec::new();
        let mut damage = None;
        self.store.scan(Table::KeyValues, &[], None, Direction::Forward, &mut |key, value| {
            let names = records::read_names(key).unwrap_or_default();
            match (names.as_slice(), records::decode(value)) {
                (&[namespace, key], Ok(entry)) => entries.push((namespace.into(), key.into(), entry)),
                (_, Ok(_)) => {}
                (_, Err(error)) => damage = Some(error),
            }
            std::ops::ControlFlow::Continue(())
        })?;
        damage.map_or(Ok(entries), Err)
    }

    /// Forgets a value, also one that has expired.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub(crate) async fn remove(&self, namespace: &str, key: &str) -> Result<(), StoreError> {
        self.commit(Write::Delete(Table::KeyValues, records::names(&[namespace, key]))).await
    }

    /// Writes a value; durable when this returns.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn set(
        &self,
        namespace: &str,
        key: &str,
        value: Value,
        description: Option<Text>,
        expires: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let before = self.entry(namespace, key)?;
        let entry = Entry {
            value: crate::outputs::stored(value),
            description,
            version: before.as_ref().map_or(1, |entry| entry.version + 1),
            created: before.map_or(now, |entry| entry.created),
            updated: now,
            expires,
        };
        let put = Write::Put(Table::KeyValues, records::names(&[namespace, key]), records::encode(&entry)?);
        self.commit(put).await
    }

    /// Takes a value away; whether there was one.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn delete(&self, namespace: &str, key: &str) -> Result<bool, StoreError> {
        if self.entry(namespace, key)?.is_none() {
            return Ok(false);
        }
        self.commit(Write::Delete(Table::KeyValues, records::names(&[namespace, key]))).await?;
        Ok(true)
    }

    async fn commit(&self, write: Write) -> Result<(), StoreError> {
        let (sender, told) = oneshot::channel();
        let done = Box::new(move |result| drop(sender.send(result)));
        self.committer.commit(Batch { writes: vec![write], importance: Importance::Refusable, done });
        told.await.unwrap_or_else(|_| Err(StoreError("the store is closed".to_owned())))
    }
}

impl Keys for KeyValues {
    fn get(&self, namespace: &str, key: &str) -> Result<Option<Value>, String> {
        self.entry(namespace, key).map(|entry| entry.map(|entry| entry.value)).map_err(|error| error.0)
    }
}
