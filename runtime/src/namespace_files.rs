//! The files of namespaces, with every revision of each.
//!
//! The store knows their paths; internal storage has their contents, each under a name of its own below
//! `NAMESPACE/_files`. No path that somebody writes ever reaches a file system, a move changes names alone, and a
//! revision that is being read stays as it is whatever happens to its file.

mod path;
mod refusal;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, oneshot};

pub use path::{NoPath, Path};
pub use refusal::FileRefusal;

use crate::clock::Clock;
use crate::storage::{FileUri, Opened, Storage};
use crate::store::committer::{Batch, Committer, Importance};
use crate::store::{Direction, Store, StoreError, Table, Write, after, records};

/// What there is under a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// A file or a folder.
    pub kind: Kind,
    /// When it was there first.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    /// When it was changed last.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
}

/// A file or a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A file, with its newest revision.
    File(Revision),
    /// A folder.
    Folder,
}

/// A content of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Counts from 1.
    pub number: u32,
    /// How long it is, in bytes.
    pub size: u64,
    /// When it was written.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    /// Where its content lies in internal storage.
    content: String,
}

/// What becomes of a file that is there when its path is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// It gets another revision.
    Revises,
    /// It stays as it is.
    Leaves,
}

/// What became of a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is the newest revision, of this number.
    Written(u32),
    /// The file stays as it was.
    Left,
}

/// The files of all namespaces.
pub struct NamespaceFiles {
    store: Arc<dyn Store>,
    committer: Committer,
    storage: Storage,
    clock: Clock,
    /// Held from reading what is there to having written what follows from it.
    writing: Mutex<()>,
}

/// The folder of contents below that of a namespace.
const CONTENTS: &str = "_files";

/// Whether a text is the name of a namespace.
fn is_namespace(text: &str) -> bool {
    let fits = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphanumeric())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.len() <= 150 && text.split('.').all(fits)
}

fn row(namespace: &str, path: &Path) -> Box<[u8]> {
    records::names(&[namespace, path.as_str()])
}

fn revisions_of(namespace: &str, path: &Path) -> Vec<u8> {
    records::names(&[namespace, path.as_str(), ""]).into_vec()
}

fn revision_of(namespace: &str, path: &Path, number: u32) -> Box<[u8]> {
    let mut key = revisions_of(namespace, path);
    key.extend(number.to_be_bytes());
    key.into()
}

impl Revision {
    fn uri(&self) -> Option<FileUri> {
        self.content.parse().ok()
    }
}

impl NamespaceFiles {
    pub(crate) fn new(store: Arc<dyn Store>, committer: Committer, storage: Storage, clock: Clock) -> Self {
        Self { store, committer, storage, clock, writing: Mutex::default() }
    }

    /// What there is under a path; the namespace itself is a folder.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn entry(&self, namespace: &str, path: &Path) -> Result<Option<Entry>, FileRefusal> {
        if path.is_root() {
            let epoch = Timestamp::UNIX_EPOCH;
            return Ok(Some(Entry { kind: Kind::Folder, created: epoch, updated: epoch }));
        }
        let found = self.store.get(Table::NamespaceFiles, &row(namespace, path))?;
        Ok(found.map(|bytes| records::decode(&bytes)).transpose()?)
    }

    /// Where the content of a file lies, of its newest revision where none is asked for.
    ///
    /// # Errors
    ///
    /// When there is no such file, or the store cannot be read.
    pub fn content(&self, namespace: &str, path: &Path, number: Option<u32>) -> Result<FileUri, FileRefusal> {
        let missing = || FileRefusal::Missing(path.clone());
        let revision = match (self.entry(namespace, path)?.ok_or_else(missing)?.kind, number) {
            (Kind::Folder, _) => return Err(FileRefusal::NoFile(path.clone())),
            (Kind::File(newest), None) => newest,
            (Kind::File(_), Some(number)) => {
                let found = self.store.get(Table::FileRevisions, &revision_of(namespace, path, number))?;
                records::decode(&found.ok_or_else(missing)?)?
            }
        };
        revision.uri().ok_or_else(missing)
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    ///
    /// As [`Self::content`], or when the storage cannot be read.
    pub async fn open(&self, namespace: &str, path: &Path, number: Option<u32>) -> Result<Opened, FileRefusal> {
        Ok(self.storage.open(&self.content(namespace, path, number)?).await?)
    }

    /// Everything below a folder, by path.
    ///
    /// # Errors
    ///
    /// When there is no such folder, or the store cannot be read.
    pub fn list(&self, namespace: &str, folder: &Path) -> Result<BTreeMap<Path, Entry>, FileRefusal> {
        match self.entry(namespace, folder)?.map(|entry| entry.kind) {
            None => return Err(FileRefusal::Missing(folder.clone())),
            Some(Kind::File(_)) => return Err(FileRefusal::NoFolder(folder.clone())),
            Some(Kind::Folder) => {}
        }
        let below = if folder.is_root() { String::new() } else { format!("{folder}/") };
        let prefix = records::names(&[namespace, &below]);
        let mut found = BTreeMap::new();
        let mut damage = Ok(());
        self.store.scan(
            Table::NamespaceFiles,
            &prefix,
            after(&prefix).as_deref(),
            Direction::Forward,
            &mut |key, value| {
                let path = records::read_names(key).and_then(|names| names.get(1)?.parse().ok());
                match (path, records::decode(value)) {
                    (Some(path), Ok(entry)) => drop(found.insert(path, entry)),
                    (_, Err(error)) => damage = Err(error),
                    (None, Ok(_)) => {}
                }
                ControlFlow::Continue(())
            },
        )?;
        damage?;
        Ok(found)
    }

    /// The files of a namespace, by path.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn files(&self, namespace: &str) -> Result<BTreeMap<Path, Revision>, FileRefusal> {
        let all = self.list(namespace, &Path::default())?.into_iter();
        let files = all.filter_map(|(path, entry)| match entry.kind {
            Kind::File(revision) => Some((path, revision)),
            Kind::Folder => None,
        });
        Ok(files.collect())
    }

    /// The namespaces that have files or folders, by name.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn namespaces(&self) -> Result<Vec<String>, FileRefusal> {
        let mut found: Vec<String> = Vec::new();
        self.store.scan(Table::NamespaceFiles, &[], None, Direction::Forward, &mut |key, _| {
            if let Some(&[namespace, _]) = records::read_names(key).as_deref()
                && found.last().is_none_or(|last| last != namespace)
            {
                found.push(namespace.to_owned());
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Takes old revisions of a file away; how many went. `goes` is asked of each, with how many newer ones there are.
    /// The newest always stays.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or does not take it.
    pub async fn forget_revisions(
        &self,
        namespace: &str,
        path: &Path,
        goes: impl Fn(&Revision, usize) -> bool,
    ) -> Result<usize, FileRefusal> {
        let old: Vec<Revision> = {
            let _writing = self.writing.lock().await;
            let all = self.revisions(namespace, path)?.into_iter().rev().enumerate();
            let old = all.filter(|(newer, revision)| *newer > 0 && goes(revision, *newer));
            let old: Vec<Revision> = old.map(|(_, revision)| revision).collect();
            let delete = |revision: &Revision| {
                Write::Delete(Table::FileRevisions, revision_of(namespace, path, revision.number))
            };
            self.commit(old.iter().map(delete).collect()).await?;
            old
        };
        self.discard(old.iter().filter_map(Revision::uri)).await;
        Ok(old.len())
    }

    /// The revisions of a file, oldest first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn revisions(&self, namespace: &str, path: &Path) -> Result<Vec<Revision>, FileRefusal> {
        let prefix = revisions_of(namespace, path);
        let mut found = Vec::new();
        let mut damage = Ok(());
        self.store.scan(
            Table::FileRevisions,
            &prefix,
            after(&prefix).as_deref(),
            Direction::Forward,
            &mut |_, value| {
                match records::decode(value) {
                    Ok(revision) => found.push(revision),
                    Err(error) => damage = Err(error),
                }
                ControlFlow::Continue(())
            },
        )?;
        damage?;
        Ok(found)
    }

    /// Writes a file as its bytes arrive, as a revision of its own; folders above it are made where they are
    /// missing. Durable when this returns.
    ///
    /// # Errors
    ///
    /// When the path is taken by a folder, or leads below a file; when the stream, the limit in bytes, the storage
    /// or the store says no. Nothing is left behind then.
    pub async fn put<S, E>(
        &self,
        namespace: &str,
        path: &Path,
        content: S,
        limit: u64,
        over: Over,
    ) -> Result<Put, FileRefusal>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if !is_namespace(namespace) {
            return Err(FileRefusal::NoNamespace(namespace.to_owned()));
        }
        if path.is_root() {
            return Err(FileRefusal::NoFile(path.clone()));
        }
        // What cannot be written in the end is refused before it is sent.
        if self.before(namespace, path)?.is_some() && over == Over::Leaves {
            return Ok(Put::Left);
        }
        let name = format!("{:032x}", crate::ids::randomness());
        let uri = FileUri::new(namespace.split('.').chain([CONTENTS, &name]));
        let size = self.storage.write(&uri, content, limit).await?;
        let put = self.publish(namespace, path, &uri, size, over).await;
        if !matches!(put, Ok(Put::Written(_))) {
            self.discard([uri]).await;
        }
        put
    }

    async fn publish(
        &self,
        namespace: &str,
        path: &Path,
        content: &FileUri,
        size: u64,
        over: Over,
    ) -> Result<Put, FileRefusal> {
        let _writing = self.writing.lock().await;
        let before = self.before(namespace, path)?;
        if before.is_some() && over == Over::Leaves {
            return Ok(Put::Left);
        }
        let now = self.clock.now();
        let number = before.as_ref().map_or(1, |(_, revision)| revision.number.saturating_add(1));
        let revision = Revision { number, size, created: now, content: content.as_str().to_owned() };
        let created = before.map_or(now, |(entry, _)| entry.created);
        let mut writes = self.folders(namespace, path, now)?;
        let revisions = revision_of(namespace, path, number);
        writes.push(Write::Put(Table::FileRevisions, revisions, records::encode(&revision)?));
        let entry = Entry { kind: Kind::File(revision), created, updated: now };
        writes.push(Write::Put(Table::NamespaceFiles, row(namespace, path), records::encode(&entry)?));
        self.commit(writes).await?;
        Ok(Put::Written(number))
    }

    /// Makes a folder and those above it.
    ///
    /// # Errors
    ///
    /// When a file stands in the way, or the store says no.
    pub async fn make_folder(&self, namespace: &str, path: &Path) -> Result<(), FileRefusal> {
        if !is_namespace(namespace) {
            return Err(FileRefusal::NoNamespace(namespace.to_owned()));
        }
        let _writing = self.writing.lock().await;
        let now = self.clock.now();
        let mut writes = self.folders(namespace, path, now)?;
        match self.entry(namespace, path)?.map(|entry| entry.kind) {
            Some(Kind::File(_)) => return Err(FileRefusal::NoFolder(path.clone())),
            Some(Kind::Folder) => {}
            None => writes.push(folder(namespace, path, now)?),
        }
        self.commit(writes).await?;
        Ok(())
    }

    /// Gives a file or a folder with everything in it another path.
    ///
    /// # Errors
    ///
    /// When there is nothing to move, or something in the way; when the store says no.
    pub async fn rename(&self, namespace: &str, from: &Path, to: &Path) -> Result<(), FileRefusal> {
        let _writing = self.writing.lock().await;
        let missing = || FileRefusal::Missing(from.clone());
        let moved = self.entry(namespace, from)?.filter(|_| !from.is_root()).ok_or_else(missing)?;
        if from == to {
            return Ok(());
        }
        if to.is_root() || self.entry(namespace, to)?.is_some() {
            return Err(FileRefusal::Taken(to.clone()));
        }
        if to.below(from).is_some() {
            return Err(FileRefusal::Inside(from.clone()));
        }
        let now = self.clock.now();
        let mut writes = self.folders(namespace, to, now)?;
        let below = match moved.kind {
            Kind::Folder => self.list(namespace, from)?,
            Kind::File(_) => BTreeMap::new(),
        };
        for (path, entry) in std::iter::once((from.clone(), moved)).chain(below) {
            let target = match path.below(from) {
                Some(rest) => to.join(rest)?,
                None => to.clone(),
            };
            for revision in self.revisions(namespace, &path)? {
                let key = revision_of(namespace, &target, revision.number);
                writes.push(Write::Put(Table::FileRevisions, key, records::encode(&revision)?));
            }
            writes.extend(gone(namespace, &path));
            let entry = Entry { updated: now, ..entry };
            writes.push(Write::Put(Table::NamespaceFiles, row(namespace, &target), records::encode(&entry)?));
        }
        self.commit(writes).await?;
        Ok(())
    }

    /// Takes a file with its revisions away, or a folder with everything in it; how many files went.
    ///
    /// # Errors
    ///
    /// When there is nothing of this path, or the store says no.
    pub async fn delete(&self, namespace: &str, path: &Path) -> Result<usize, FileRefusal> {
        let (contents, files) = {
            let _writing = self.writing.lock().await;
            let missing = || FileRefusal::Missing(path.clone());
            let found = self.entry(namespace, path)?.filter(|_| !path.is_root()).ok_or_else(missing)?;
            let mut all = match found.kind {
                Kind::Folder => self.list(namespace, path)?,
                Kind::File(_) => BTreeMap::new(),
            };
            all.insert(path.clone(), found);
            let mut writes = Vec::new();
            let mut contents = Vec::new();
            for path in all.keys() {
                contents.extend(self.revisions(namespace, path)?.iter().filter_map(Revision::uri));
                writes.extend(gone(namespace, path));
            }
            self.commit(writes).await?;
            (contents, all.values().filter(|entry| matches!(entry.kind, Kind::File(_))).count())
        };
        self.discard(contents).await;
        Ok(files)
    }

    /// The file of a path that is to be written, where there is one.
    fn before(&self, namespace: &str, path: &Path) -> Result<Option<(Entry, Revision)>, FileRefusal> {
        for folder in path.folders() {
            if let Some(Kind::File(_)) = self.entry(namespace, &folder)?.map(|entry| entry.kind) {
                return Err(FileRefusal::NoFolder(folder));
            }
        }
        let Some(entry) = self.entry(namespace, path)? else { return Ok(None) };
        match entry.kind.clone() {
            Kind::File(revision) => Ok(Some((entry, revision))),
            Kind::Folder => Err(FileRefusal::NoFile(path.clone())),
        }
    }

    /// Makes the folders above a path that are missing.
    fn folders(&self, namespace: &str, path: &Path, now: Timestamp) -> Result<Vec<Write>, FileRefusal> {
        let mut writes = Vec::new();
        for above in path.folders() {
            match self.entry(namespace, &above)?.map(|entry| entry.kind) {
                Some(Kind::Folder) => {}
                Some(Kind::File(_)) => return Err(FileRefusal::NoFolder(above)),
                None => writes.push(folder(namespace, &above, now)?),
            }
        }
        Ok(writes)
    }

    /// Nothing leads to these contents any more; what cannot be deleted only takes room.
    async fn discard(&self, contents: impl IntoIterator<Item = FileUri>) {
        for uri in contents {
            if let Err(error) = self.storage.delete(&uri).await {
                tracing::warn!("`{uri}` cannot be deleted: {error}");
            }
        }
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        if writes.is_empty() {
            return Ok(());
        }
        let (sender, told) = oneshot::channel();
        let done = Box::new(move |result| drop(sender.send(result)));
        self.committer.commit(Batch { writes, importance: Importance::Refusable, done });
        told.await.unwrap_or_else(|_| Err(StoreError("the store is closed".to_owned())))
    }
}

fn folder(namespace: &str, path: &Path, now: Timestamp) -> Result<Write, StoreError> {
    let entry = Entry { kind: Kind::Folder, created: now, updated: now };
    Ok(Write::Put(Table::NamespaceFiles, row(namespace, path), records::encode(&entry)?))
}

fn gone(namespace: &str, path: &Path) -> [Write; 2] {
    [
        Write::Delete(Table::NamespaceFiles, row(namespace, path)),
        Write::DeleteBelow(Table::FileRevisions, revisions_of(namespace, path).into()),
    ]
}
