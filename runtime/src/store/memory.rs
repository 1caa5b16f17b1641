//! A store that is gone with the process.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use super::{Direction, Key, Store, StoreError, Table, Visitor, Write, after};

/// Tables in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(RwLock<[BTreeMap<Key, Vec<u8>>; Table::ALL.len()]>);

impl MemoryStore {
    fn read(&self) -> RwLockReadGuard<'_, [BTreeMap<Key, Vec<u8>>; Table::ALL.len()]> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn commit(&self, writes: &[&[Write]]) -> Result<(), StoreError> {
        let mut tables = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for write in writes.iter().copied().flatten() {
            match write {
                Write::Put(table, key, value) => {
                    tables[table.index()].insert(key.clone(), value.clone());
                }
                Write::Delete(table, key) => {
                    tables[table.index()].remove(key);
                }
                Write::DeleteBelow(table, prefix) => {
                    let end = after(prefix);
                    let entries = &mut tables[table.index()];
                    let gone: Vec<Key> =
                        entries.range::<[u8], _>(range(prefix, end.as_deref())).map(|entry| entry.0.clone()).collect();
                    for key in gone {
                        entries.remove(&key);
                    }
                }
            }
        }
        Ok(())
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.read()[table.index()].get(key).cloned())
    }

    fn count(&self, table: Table) -> Result<u64, StoreError> {
        Ok(self.read()[table.index()].len() as u64)
    }

    fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visitor: Visitor<'_>,
    ) -> Result<(), StoreError> {
        let tables = self.read();
        let mut entries = tables[table.index()].range::<[u8], _>(range(from, to));
        loop {
            let entry = match direction {
                Direction::Forward => entries.next(),
                Direction::Backward => entries.next_back(),
            };
            match entry {
                Some((key, value)) if visitor(key, value).is_continue() => {}
                Some(_) | None => return Ok(()),
            }
        }
    }

    fn compact(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

fn range<'a>(from: &'a [u8], to: Option<&'a [u8]>) -> (Bound<&'a [u8]>, Bound<&'a [u8]>) {
    let to = match to {
        // An empty range has no end before its beginning.
        Some(to) if to < from => Bound::Excluded(from),
        Some(to) => Bound::Excluded(to),
        None => Bound::Unbounded,
    };
    (Bound::Included(from), to)
}
