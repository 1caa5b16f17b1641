//! The store in one file: redb, with one writer.

use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use redb::{
    Database, Durability, ReadableDatabase, ReadableTable, ReadableTableMetadata, StorageBackend, TableDefinition,
};

use super::form::{VERSION, steps_behind};
use super::migrations;
use super::{DAMAGED, Direction, IN_USE, Store, StoreError, Table, Visitor, Write, after};
use crate::settings::Sync;

/// The name of the file in the data folder.
pub const FILE_NAME: &str = "lanner.redb";

/// How much of the file is kept in memory, in bytes.
pub(super) const CACHE: usize = 16 * 1024 * 1024;

/// The store in one file.
pub struct FileStore {
    open: Box<dyn Fn() -> Result<Database, StoreError> + Send + std::marker::Sync>,
    /// `None` after a failure, until it is opened again.
    database: RwLock<Option<Arc<Database>>>,
    sync: Sync,
    /// Since when the disk lacks something, where commits do not wait for it.
    loose: Mutex<Option<Instant>>,
}

/// Where commits do not wait for the disk, it has them within this time all the same.
const LOOSE: Duration = Duration::from_secs(1);

pub(super) const fn definition(table: Table) -> TableDefinition<'static, &'static [u8], &'static [u8]> {
    TableDefinition::new(table.name())
}

impl FileStore {
    /// Opens the store in a folder, or creates both.
    ///
    /// # Errors
    ///
    /// A line that says why it cannot be used: another process has it, it is no store, it comes from a newer
    /// version, the folder cannot be written.
    pub fn open(folder: &Path, sync: Sync) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| StoreError(format!("cannot create the data folder `{}`: {error}", folder.display())))?;
        let path = folder.join(FILE_NAME);
        let again = path.clone();
        Self::with(Box::new(move || open_file(&again)), sync)
    }

    /// Opens the store on a backend, anew after each failure.
    ///
    /// # Errors
    ///
    /// A line that says why it cannot be used.
    pub fn on<B: StorageBackend>(
        backend: impl Fn() -> B + Send + std::marker::Sync + 'static,
        sync: Sync,
    ) -> Result<Self, StoreError> {
        let open = move || {
            let database = Database::builder().set_cache_size(CACHE).create_with_backend(backend());
            database.map_err(|error| StoreError(format!("the store cannot be opened: {error}")))
        };
        Self::with(Box::new(open), sync)
    }

    fn with(
        open: Box<dyn Fn() -> Result<Database, StoreError> + Send + std::marker::Sync>,
        sync: Sync,
    ) -> Result<Self, StoreError> {
        let store = Self { open, database: RwLock::new(None), sync, loose: Mutex::new(None) };
        store.prepare()?;
        Ok(store)
    }

    /// Creates the tables where they are missing, and looks at the version.
    fn prepare(&self) -> Result<(), StoreError> {
        let database = self.database()?;
        let failed = |error: redb::Error| StoreError(format!("the store cannot be prepared: {error}"));
        let write = database.begin_write().map_err(|error| failed(error.into()))?;
        for table in Table::ALL {
            write.open_table(definition(table)).map_err(|error| failed(error.into()))?;
        }
        {
            let mut meta = write.open_table(definition(Table::Meta)).map_err(|error| failed(error.into()))?;
            let found = meta.get(&b"version"[..]).map_err(|error| failed(error.into()))?;
            let found = found.map(|bytes| <[u8; 4]>::try_from(bytes.value()).map_or(u32::MAX, u32::from_be_bytes));
            let behind = steps_behind(found.unwrap_or(VERSION))?;
            if found != Some(VERSION) {
                migrations::run(&write, behind, migrations::ALL).map_err(failed)?;
                let version = VERSION.to_be_bytes();
                meta.insert(&b"version"[..], &version[..]).map_err(|error| failed(error.into()))?;
            }
        }
        write.commit().map_err(|error| failed(error.into()))
    }

    fn database(&self) -> Result<Arc<Database>, StoreError> {
        if let Some(database) = &*self.database.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(database));
        }
        let mut kept = self.database.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(database) = &*kept {
            return Ok(Arc::clone(database));
        }
        let database = Arc::new((self.open)()?);
        *kept = Some(Arc::clone(&database));
        Ok(database)
    }

    /// After a failure nothing is certain of the open database: it is opened anew with the next use.
    fn failed(&self, error: redb::Error) -> StoreError {
        *self.database.write().unwrap_or_else(PoisonError::into_inner) = None;
        StoreError(error.to_string())
    }

    /// Whether a commit waits for the disk although it need not: from time to time one does, for all before it.
    fn may_wait(&self) -> Durability {
        let mut loose = self.loose.lock().unwrap_or_else(PoisonError::into_inner);
        match *loose {
            Some(since) if since.elapsed() >= LOOSE => {
                *loose = None;
                Durability::Immediate
            }
            since => {
                *loose = since.or_else(|| Some(Instant::now()));
                Durability::None
            }
        }
    }

    fn write(&self, writes: &[&[Write]]) -> Result<(), redb::Error> {
        let database = self.database().map_err(|error| redb::Error::Io(io::Error::other(error.0)))?;
        let mut transaction = database.begin_write()?;
        transaction.set_durability(match self.sync {
            Sync::Always => Durability::Immediate,
            Sync::Never => self.may_wait(),
        })?;
        // Entries of one table lie together, so that each is opened once.
        let mut order: Vec<&Write> = writes.iter().copied().flatten().collect();
        order.sort_by_key(|write| write.table());
        let mut rest = order.as_slice();
        while let Some(first) = rest.first() {
            let table = first.table();
            let end = rest.partition_point(|write| write.table() == table);
            let mut entries = transaction.open_table(definition(table))?;
            for write in &rest[..end] {
                match write {
                    Write::Put(_, key, value) => {
                        entries.insert(&**key, value.as_slice())?;
                    }
                    Write::Delete(_, key) => {
                        entries.remove(&**key)?;
                    }
                    Write::DeleteBelow(_, prefix) => {
                        let end = after(prefix);
                        entries.retain_in::<&[u8], _>(bounds(prefix, end.as_deref()), |_, _| false)?;
                    }
                }
            }
            rest = &rest[end..];
        }
        transaction.commit()?;
        Ok(())
    }
}

impl Write {
    fn table(&self) -> Table {
        match self {
            Self::Put(table, ..) | Self::Delete(table, _) | Self::DeleteBelow(table, _) => *table,
        }
    }
}

fn bounds<'a>(from: &'a [u8], to: Option<&'a [u8]>) -> (Bound<&'a [u8]>, Bound<&'a [u8]>) {
    (Bound::Included(from), to.map_or(Bound::Unbounded, Bound::Excluded))
}

fn in_use(path: &Path) -> StoreError {
    let folder = path.parent().unwrap_or(path);
    StoreError(format!("the data folder `{}` {IN_USE}", folder.display()))
}

/// A file that is not there yet is made elsewhere and put in its place whole: one that a crash left half made
/// would be no store.
fn open_file(path: &PathBuf) -> Result<Database, StoreError> {
    if !path.exists() {
        create_file(path).map_err(|error| StoreError(format!("cannot create `{}`: {error}", path.display())))?;
    }
    Database::builder().set_cache_size(CACHE).create(path).map_err(|error| told(path, error))
}

fn create_file(path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(FILE_NAME).tempfile_in(folder)?;
    drop(Database::builder().create(made.path()).map_err(io::Error::other)?);
    match made.persist_noclobber(path) {
        Ok(_) => std::fs::File::open(folder)?.sync_all(),
        // Another process was faster, and has it open.
        Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(failed) => Err(failed.error),
    }
}

/// Opens a file that is there already.
pub(super) fn open_existing(path: &Path) -> Result<Database, StoreError> {
    Database::builder().set_cache_size(CACHE).open(path).map_err(|error| told(path, error))
}

fn told(path: &Path, error: redb::DatabaseError) -> StoreError {
    match error {
        redb::DatabaseError::DatabaseAlreadyOpen => in_use(path),
        redb::DatabaseError::Storage(redb::StorageError::Corrupted(reason)) => {
            StoreError(format!("`{}` {DAMAGED}: {reason}", path.display()))
        }
        redb::DatabaseError::Storage(redb::StorageError::Io(error))
            if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) =>
        {
            StoreError(format!("`{}` {DAMAGED} or no store: {error}", path.display()))
        }
        error => StoreError(format!("`{}` cannot be opened: {error}", path.display())),
    }
}

impl Store for FileStore {
    fn commit(&self, writes: &[&[Write]]) -> Result<(), StoreError> {
        self.write(writes).map_err(|error| self.failed(error))
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let read = || -> Result<Option<Vec<u8>>, redb::Error> {
            let database = self.database().map_err(|error| redb::Error::Io(io::Error::other(error.0)))?;
            let entries = database.begin_read()?.open_table(definition(table))?;
            Ok(entries.get(key)?.map(|value| value.value().to_vec()))
        };
        read().map_err(|error| StoreError(error.to_string()))
    }

    fn count(&self, table: Table) -> Result<u64, StoreError> {
        let read = || -> Result<u64, redb::Error> {
            let database = self.database().map_err(|error| redb::Error::Io(io::Error::other(error.0)))?;
            Ok(database.begin_read()?.open_table(definition(table))?.len()?)
        };
        read().map_err(|error| StoreError(error.to_string()))
    }

    fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visitor: Visitor<'_>,
    ) -> Result<(), StoreError> {
        if to.is_some_and(|to| to < from) {
            return Ok(());
        }
        let mut read = || -> Result<(), redb::Error> {
            let database = self.database().map_err(|error| redb::Error::Io(io::Error::other(error.0)))?;
            let entries = database.begin_read()?.open_table(definition(table))?;
            let mut entries = entries.range::<&[u8]>(bounds(from, to))?;
            loop {
                let entry = match direction {
                    Direction::Forward => entries.next(),
                    Direction::Backward => entries.next_back(),
                };
                match entry.transpose()? {
                    Some((key, value)) if visitor(key.value(), value.value()).is_continue() => {}
                    Some(_) | None => return Ok(()),
                }
            }
        };
        read().map_err(|error| StoreError(error.to_string()))
    }

    fn settle(&self) -> Result<(), StoreError> {
        if self.loose.lock().unwrap_or_else(PoisonError::into_inner).take().is_none() {
            return Ok(());
        }
        let database = self.database()?;
        let result = database.begin_write().map_err(redb::Error::from).and_then(|write| Ok(write.commit()?));
        result.map_err(|error| self.failed(error))
    }

    fn compact(&self) -> Result<(), StoreError> {
        let mut kept = self.database.write().unwrap_or_else(PoisonError::into_inner);
        let Some(database) = kept.take() else { return Ok(()) };
        let mut database = match Arc::try_unwrap(database) {
            Ok(database) => database,
            // Somebody is reading just now; there will be another occasion.
            Err(database) => {
                *kept = Some(database);
                return Ok(());
            }
        };
        let result = database.compact().map_err(|error| StoreError(error.to_string()));
        *kept = Some(Arc::new(database));
        result.map(|_| ())
    }
}
