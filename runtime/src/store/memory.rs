//! A store that is gone with the process.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use super::{Direction, Key, Store, StoreError, Table, Visitor, Write, after};

/// Tables in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(RwLock<[BTreeMap<Key, Vec<u8>>; Table::ALL.len()]>);

/// So many entries are taken out at once, first few, since many look for one only.
const FEW: usize = 8;
const MANY: usize = 1024;

impl MemoryStore {
    /// The next entries of a table. They are looked at when nothing is locked any more: whoever looks may ask for others,
    /// while somebody waits to write.
    fn piece(
        &self,
        table: Table,
        range: (Bound<&Key>, Bound<&Key>),
        direction: Direction,
        most: usize,
    ) -> Vec<(Key, Vec<u8>)> {
        let tables = self.read();
        let entries = tables[table.index()].range::<Key, _>(range).map(|(key, value)| (key.clone(), value.clone()));
        match direction {
            Direction::Forward => entries.take(most).collect(),
            Direction::Backward => entries.rev().take(most).collect(),
        }
    }

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
                        entries.range::<Key, _>(range(prefix, end.as_deref())).map(|entry| entry.0.clone()).collect();
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
        let (mut from, mut to) = range(from, to);
        let mut most = FEW;
        loop {
            let piece = self.piece(table, (from.as_ref(), to.as_ref()), direction, most);
            for (key, value) in &piece {
                if visitor(key, value).is_break() {
                    return Ok(());
                }
            }
            let whole = piece.len() == most;
            let Some((last, _)) = piece.into_iter().last().filter(|_| whole) else { return Ok(()) };
            match direction {
                Direction::Forward => from = Bound::Excluded(last),
                Direction::Backward => to = Bound::Excluded(last),
            }
            most = (most * 2).min(MANY);
        }
    }

    fn compact(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

fn range(from: &[u8], to: Option<&[u8]>) -> (Bound<Key>, Bound<Key>) {
    let to = match to {
        // An empty range has no end before its beginning.
        Some(to) if to < from => Bound::Excluded(from.into()),
        Some(to) => Bound::Excluded(to.into()),
        None => Bound::Unbounded,
    };
    (Bound::Included(from.into()), to)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn store(entries: u16) -> MemoryStore {
        let store = MemoryStore::default();
        let put = |number: u16| Write::Put(Table::Logs, number.to_be_bytes().as_slice().into(), vec![1]);
        let writes: Vec<Write> = (0..entries).map(put).collect();
        store.commit(&[&writes]).expect("memory takes everything");
        store
    }

    fn seen(store: &MemoryStore, from: u16, to: Option<u16>, direction: Direction) -> Vec<u16> {
        let mut seen = Vec::new();
        let to = to.map(u16::to_be_bytes);
        let result =
            store.scan(Table::Logs, &from.to_be_bytes(), to.as_ref().map(|to| &to[..]), direction, &mut |key, _| {
                seen.push(u16::from_be_bytes([key[0], key[1]]));
                ControlFlow::Continue(())
            });
        result.expect("memory can be read");
        seen
    }

    #[test]
    fn every_entry_is_seen_once_in_either_direction() {
        let store = store(5000);
        assert_eq!(seen(&store, 0, None, Direction::Forward), (0..5000).collect::<Vec<u16>>());
        assert_eq!(seen(&store, 3, Some(4000), Direction::Backward), (3..4000).rev().collect::<Vec<u16>>());
        assert!(seen(&store, 7, Some(3), Direction::Forward).is_empty());
    }

    #[test]
    fn whoever_looks_at_an_entry_may_read_and_write_others() {
        let store = store(3);
        let mut looked = 0;
        let result = store.scan(Table::Logs, &[], None, Direction::Forward, &mut |key, _| {
            looked += 1;
            store.commit(&[&[Write::Put(Table::Summaries, key.into(), vec![2])]]).expect("memory takes everything");
            assert_eq!(store.get(Table::Summaries, key), Ok(Some(vec![2])));
            ControlFlow::Continue(())
        });
        assert_eq!((result, looked), (Ok(()), 3));
    }
}
