//! A store as a whole: looked through, copied, put back.

use std::path::{Path, PathBuf};

use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};

use super::file::{CACHE, FILE_NAME, definition, open_existing};
use super::{StoreError, Table};

/// Copies every entry of the store in a folder into a new file; the copy holds no gaps. How many entries it has.
///
/// # Errors
///
/// When there is no store, somebody uses it, or the file cannot be written or is there already.
pub fn backup(folder: &Path, to: &Path) -> Result<u64, StoreError> {
    if to.exists() {
        return Err(StoreError(format!("`{}` is there already", to.display())));
    }
    let database = open_existing(&folder.join(FILE_NAME))?;
    let unfinished = beside(to, "unfinished");
    let copied = copy(&database, &unfinished);
    let result = copied.and_then(|count| put(&unfinished, to).map(|()| count));
    if result.is_err() {
        // What was written is of no use to anybody.
        let _ = std::fs::remove_file(&unfinished);
    }
    result
}

/// Puts a backup into a folder without a store; how many entries it has.
///
/// # Errors
///
/// When the file is no backup, or the folder has a store already.
pub fn restore(from: &Path, folder: &Path) -> Result<u64, StoreError> {
    let target = folder.join(FILE_NAME);
    if target.exists() {
        return Err(StoreError(format!("`{}` is there already; move it away first", target.display())));
    }
    let database = open_existing(from)?;
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let unfinished = beside(&target, "unfinished");
    let count = copy(&database, &unfinished)?;
    put(&unfinished, &target)?;
    Ok(count)
}

/// Looks whether the pages of the store in a folder hang together.
///
/// # Errors
///
/// When there is no store, somebody uses it, or it cannot be read.
pub fn is_sound(folder: &Path) -> Result<bool, StoreError> {
    let path = folder.join(FILE_NAME);
    let mut database = open_existing(&path)?;
    database.check_integrity().map_err(|error| failed(&path, &error))
}

fn copy(from: &Database, to: &Path) -> Result<u64, StoreError> {
    let told = |error: redb::Error| failed(to, &error);
    let read = from.begin_read().map_err(|error| told(error.into()))?;
    let target = Database::builder().set_cache_size(CACHE).create(to).map_err(|error| told(error.into()))?;
    let write = target.begin_write().map_err(|error| told(error.into()))?;
    let mut count = 0;
    for table in Table::ALL {
        count += copy_table(&read, &write, definition(table)).map_err(told)?;
    }
    write.commit().map_err(|error| told(error.into()))?;
    Ok(count)
}

fn copy_table(
    read: &redb::ReadTransaction,
    write: &redb::WriteTransaction,
    table: TableDefinition<'static, &'static [u8], &'static [u8]>,
) -> Result<u64, redb::Error> {
    let mut copied = write.open_table(table)?;
    let entries = match read.open_table(table) {
        Ok(entries) => entries,
        // An older store may lack a table.
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    let mut count = 0;
    for entry in entries.iter()? {
        let (key, value) = entry?;
        copied.insert(key.value(), value.value())?;
        count += 1;
    }
    Ok(count)
}

/// A file takes its name only once the disk has it.
fn put(unfinished: &Path, to: &Path) -> Result<(), StoreError> {
    let synced = std::fs::File::open(unfinished).and_then(|file| file.sync_all());
    synced.and_then(|()| std::fs::rename(unfinished, to)).map_err(|error| failed(to, &error))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> StoreError {
    StoreError(format!("`{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Sync;
    use crate::store::file::FileStore;
    use crate::store::{Store as _, Write};

    #[test]
    fn a_backup_is_put_back_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, other) = (folder.path().join("data"), folder.path().join("other"));
        let copy = folder.path().join("copy.redb");
        {
            let store = FileStore::open(&data, Sync::Always).expect("it is created");
            let put = Write::Put(Table::KeyValues, b"key".as_slice().into(), b"value".to_vec());
            store.commit(&[&[put]]).expect("the disk takes it");
            assert!(backup(&data, &copy).is_err(), "somebody uses it");
        }
        // The key, and the version of the store.
        assert_eq!(backup(&data, &copy), Ok(2));
        assert!(backup(&data, &copy).is_err(), "nothing is written over");
        assert_eq!(restore(&copy, &other), Ok(2));
        assert!(restore(&copy, &other).is_err(), "no store is written over");
        assert_eq!(is_sound(&other), Ok(true));
        let store = FileStore::open(&other, Sync::Always).expect("it is a store");
        assert_eq!(store.get(Table::KeyValues, b"key"), Ok(Some(b"value".to_vec())));
    }

    #[test]
    fn what_is_no_store_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(backup(folder.path(), &folder.path().join("copy")).is_err());
        let file = folder.path().join("text");
        std::fs::write(&file, "no store").expect("it is written");
        assert!(restore(&file, &folder.path().join("data")).is_err());
    }
}
