//! Where state is kept: ordered tables of bytes, changed by atomic batches.
//!
//! What the bytes mean is said in [`records`]; a store only has to keep them, and to lose nothing that it
//! said it has. The file is the default; another implementation may keep them in a database server.

pub mod committer;
pub mod copy;
pub mod file;
mod form;
pub mod memory;
mod migrations;
pub mod records;
pub mod tables;

use std::fmt;
use std::ops::ControlFlow;

pub use tables::Table;

/// A key: bytes that sort as what they stand for.
pub type Key = Box<[u8]>;

/// A change of one entry, or of several that lie together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// An entry is written, over one that may be there.
    Put(Table, Key, Vec<u8>),
    /// An entry goes, where there is one.
    Delete(Table, Key),
    /// Every entry whose key begins so goes.
    DeleteBelow(Table, Key),
}

/// Which way a scan goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Ascending.
    Forward,
    /// Descending.
    Backward,
}

/// Sees entries of a scan, and says when it has seen enough.
pub type Visitor<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> ControlFlow<()>;

/// Tables of bytes that change in atomic batches.
pub trait Store: Send + Sync {
    /// Makes changes, all or none; when it returns they are as durable as the settings ask.
    ///
    /// # Errors
    ///
    /// When they are not made; they may be asked for again.
    fn commit(&self, writes: &[&[Write]]) -> Result<(), StoreError>;

    /// An entry.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// How many entries a table has.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    fn count(&self, table: Table) -> Result<u64, StoreError>;

    /// Entries from one key up to, and without, another; who looks at one may ask for others meanwhile.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visitor: Visitor<'_>,
    ) -> Result<(), StoreError>;

    /// Makes durable what the settings let wait; asked for when nothing was changed for a while.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    fn settle(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Gives room back that deleted entries took.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    fn compact(&self) -> Result<(), StoreError>;
}

/// Why a store cannot be read or written, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError(pub String);

/// What an error says of a file that another process has open.
pub const IN_USE: &str = "is in use by another process";

/// What an error says of a file that does not hold what was written to it.
pub const DAMAGED: &str = "is damaged";

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}

/// The first key behind all that begin with a prefix; `None` where there is none.
pub(crate) fn after(prefix: &[u8]) -> Option<Key> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end.into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_behind_a_prefix() {
        assert_eq!(after(b"ab").as_deref(), Some(&b"ac"[..]));
        assert_eq!(after(&[1, 255]).as_deref(), Some(&[2][..]));
        assert_eq!(after(&[255, 255]), None);
    }
}
