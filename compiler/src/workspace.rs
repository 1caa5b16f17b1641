//! The files that are looked at together, and what is remembered of each.
//!
//! Three questions are remembered for each file, in the order in which they build on each other: what it
//! says (`prepare`), what others may know of it (its signature), and what is wrong with it (`check_file`).
//! The last one also depends on the signatures of all files, gathered in an index; a change that leaves
//! the file's own signature alone asks nothing of any other file again.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use catalog::Catalog;
use report::{FileId, Files, Source};
use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, analyze};
use crate::check::{Wanted, check};
use crate::index::Index;
use crate::prepare::{Prepared, Signed, prepare};
use crate::settings::Settings;
use crate::unit::{Checked, FileReport};

/// Files by path, checked on demand. A clone is cheap, and a snapshot: later changes do not reach it.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    settings: Arc<Settings>,
    catalog: Arc<Catalog>,
    files: Vec<Option<Arc<Entry>>>,
    ids: FxHashMap<Arc<str>, FileId>,
    index: OnceLock<Arc<Index>>,
}

/// A file, and what is remembered of it.
#[derive(Debug)]
struct Entry {
    source: Source,
    signed: OnceLock<Signed>,
    prepared: OnceLock<Arc<Prepared>>,
    checked: Mutex<Option<Memo<FileReport>>>,
    analysis: Mutex<Option<Memo<Analysis>>>,
}

/// An answer, and the fingerprint of the index it was made from.
#[derive(Debug)]
struct Memo<T> {
    index: u64,
    answer: Arc<T>,
}

impl Workspace {
    /// An empty workspace.
    pub fn new(settings: Settings) -> Self {
        let catalog = Arc::new(catalog_of(&settings));
        Self { settings: Arc::new(settings), catalog, ..Self::default() }
    }

    /// The decisions its files are checked under.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The types its files can name.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Decides anew; everything is checked again.
    pub fn set_settings(&mut self, settings: Settings) {
        if settings.types != self.settings.types {
            self.catalog = Arc::new(catalog_of(&settings));
        }
        self.settings = Arc::new(settings);
        self.index.take();
        for file in self.files.iter_mut().flatten() {
            *file = Entry::new(file.source.clone());
        }
    }

    /// Takes in a file, or a new text of one; a path keeps its id for ever.
    pub fn set(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        let (path, text) = (path.into(), text.into());
        let file = self.ids.get(&path).copied().unwrap_or_else(|| {
            let file = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
            self.ids.insert(path.clone(), file);
            self.files.push(None);
            file
        });
        let slot = &mut self.files[file.0 as usize];
        if slot.as_ref().is_some_and(|entry| entry.source.text == text) {
            return file;
        }
        *slot = Some(Entry::new(Source::new(file, path, text)));
        self.index.take();
        file
    }

    /// Forgets a file; whether there was one.
    pub fn remove(&mut self, path: &str) -> bool {
        let removed = self.ids.get(path).and_then(|file| self.files[file.0 as usize].take());
        self.index.take();
        removed.is_some()
    }

    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<FileId> {
        self.ids.get(path).copied().filter(|file| self.entry(*file).is_some())
    }

    /// All files, by path.
    pub fn files(&self) -> Vec<FileId> {
        let mut files: Vec<&Source> = self.files.iter().flatten().map(|entry| &entry.source).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.into_iter().map(|source| source.file).collect()
    }

    /// A file's path and text.
    pub fn source(&self, file: FileId) -> Option<&Source> {
        self.entry(file).map(|entry| &entry.source)
    }

    /// Reads a file and takes its signature; needs no other file, so that callers can do this side by side.
    pub fn prepare(&self, file: FileId) -> Option<&Arc<Prepared>> {
        let entry = self.entry(file)?;
        Some(entry.prepared.get_or_init(|| Arc::new(prepare(&entry.source, self.settings_of(entry), &self.catalog))))
    }

    /// Takes the signature of a file, and remembers no more than that; callers can do this side by side.
    pub fn sign(&self, file: FileId) -> Option<&Signed> {
        let entry = self.entry(file)?;
        let sign = || match entry.prepared.get() {
            Some(prepared) => prepared.signed(),
            None => prepare(&entry.source, self.settings_of(entry), &self.catalog).signed(),
        };
        Some(entry.signed.get_or_init(sign))
    }

    /// What all files say of themselves; takes the signatures that were not taken yet.
    pub fn index(&self) -> &Arc<Index> {
        self.index.get_or_init(|| {
            let files = self.files().into_iter();
            Arc::new(Index::new(files.filter_map(|file| Some((file, self.sign(file)?)))))
        })
    }

    /// What is wrong with one file, without what it is compiled to. What was read for it is forgotten again, so that
    /// many files can be reviewed in little memory.
    pub fn review_file(&self, file: FileId) -> Option<FileReport> {
        self.look_once(file, Wanted::Findings)
    }

    /// What is wrong with one file, and what it is compiled to, forgotten again as by [`Workspace::review_file`].
    pub fn compile_file(&self, file: FileId) -> Option<FileReport> {
        self.look_once(file, Wanted::Unit)
    }

    fn look_once(&self, file: FileId, wanted: Wanted) -> Option<FileReport> {
        let (entry, index) = (self.entry(file)?, self.index());
        let settings = self.settings_of(entry);
        let look = |prepared: &Prepared| check(prepared, index, settings, &self.catalog, wanted);
        Some(match entry.prepared.get() {
            Some(prepared) => look(prepared),
            None => look(&prepare(&entry.source, settings, &self.catalog)),
        })
    }

    /// Checks one file; callers can do this side by side, best after preparing all.
    pub fn check_file(&self, file: FileId) -> Option<Arc<FileReport>> {
        let entry = self.entry(file)?;
        let index = self.index();
        recall(&entry.checked, index.fingerprint(), || {
            Some(check(self.prepare(file)?, index, self.settings_of(entry), &self.catalog, Wanted::Unit))
        })
    }

    /// What a file means, for questions about a place in it. What texts say of other flows is as of now.
    pub fn analysis(&self, file: FileId) -> Option<Arc<Analysis>> {
        let entry = self.entry(file)?;
        let index = self.index();
        recall(&entry.analysis, index.fingerprint(), || Some(analyze(self.prepare(file)?, index)))
    }

    /// Checks all files, one after another.
    pub fn check(&self) -> Checked {
        Checked { files: self.files().into_iter().filter_map(|file| self.check_file(file)).collect() }
    }

    fn settings_of(&self, entry: &Entry) -> &Settings {
        self.settings.of(&entry.source.path)
    }

    fn entry(&self, file: FileId) -> Option<&Arc<Entry>> {
        self.files.get(file.0 as usize)?.as_ref()
    }
}

impl Files for Workspace {
    fn file(&self, file: FileId) -> Option<&Source> {
        self.source(file)
    }
}

/// The catalogue with the types that settings describe; a description that cannot be read is told where it is read
/// from, and left out here.
fn catalog_of(settings: &Settings) -> Catalog {
    let mut catalog = Catalog::new();
    for text in &settings.types {
        let _ = catalog.add(text);
    }
    catalog
}

/// The answer that was given before to the same index, or a new one.
fn recall<T>(memo: &Mutex<Option<Memo<T>>>, index: u64, answer: impl FnOnce() -> Option<T>) -> Option<Arc<T>> {
    let known = memo.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(memo) = known.as_ref().filter(|memo| memo.index == index) {
        return Some(memo.answer.clone());
    }
    drop(known);
    let answer = Arc::new(answer()?);
    *memo.lock().unwrap_or_else(PoisonError::into_inner) = Some(Memo { index, answer: answer.clone() });
    Some(answer)
}

impl Entry {
    fn new(source: Source) -> Arc<Self> {
        Arc::new(Self {
            source,
            signed: OnceLock::new(),
            prepared: OnceLock::new(),
            checked: Mutex::new(None),
            analysis: Mutex::new(None),
        })
    }
}
