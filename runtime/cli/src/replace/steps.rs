//! The steps of a replacement in the order that lets every cut between them be mended.

use std::io;
use std::path::Path;

use super::disk::Disk;
use super::journal::{self, Holds, Replacement};
use super::{JOURNAL, PREPARING};

/// Why texts were not replaced.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Because of this file; every file holds what it held.
    Untouched { path: String, why: String },
    /// The journal cannot be read or written; no file was touched.
    Journal { why: String },
    /// Some files hold their new text, and the journal stands.
    Halfway { path: String, why: String },
}

/// What was made of a journal.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Finished {
    /// How many files hold their new text now.
    pub(super) count: usize,
    /// The files that somebody else has written meanwhile.
    pub(super) left: Vec<String>,
}

/// Replaces all texts, or none.
pub(super) fn replace(disk: &mut impl Disk, folder: &Path, entries: &[Replacement<'_>]) -> Result<(), Refusal> {
    let (preparing, journal) = (folder.join(PREPARING), folder.join(JOURNAL));
    let prepared = prepare(disk, entries).and_then(|text| {
        let written = disk
            .write(&preparing, &text)
            .and_then(|()| disk.sync(&[&preparing]))
            .and_then(|()| disk.rename(&preparing, &journal))
            .and_then(|()| disk.sync_names(folder));
        written.map_err(|error| Refusal::Journal { why: why(&error) })
    });
    if let Err(refusal) = prepared {
        // Whichever name it has; nothing in it has begun.
        let _ = disk.remove(&preparing);
        let _ = disk.remove(&journal);
        return Err(refusal);
    }
    for (at, entry) in entries.iter().enumerate() {
        if let Err(error) = disk.write(Path::new(&*entry.path), entry.after.as_bytes()) {
            let (path, why) = (entry.path.to_string(), why(&error));
            return Err(match undo(disk, folder, &entries[..=at]) {
                Ok(()) => Refusal::Untouched { path, why },
                Err(_) => Refusal::Halfway { path, why },
            });
        }
    }
    settle(disk, folder, entries)
}

/// Finishes what a journal names.
pub(super) fn finish(disk: &mut impl Disk, folder: &Path) -> Result<Finished, Refusal> {
    let path = folder.join(JOURNAL);
    let cannot = |why: String| Refusal::Journal { why };
    let mut finished = Finished::default();
    let entries = match disk.read(&path) {
        Ok(text) => journal::decode(&text).map_err(|error| cannot(error.to_string()))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(cannot(why(&error))),
    };
    let mut ours = Vec::with_capacity(entries.len());
    for entry in entries {
        let holds = match disk.read(Path::new(&*entry.path)) {
            Ok(now) => entry.holds(&now),
            // A file that is gone was taken away by somebody else.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Holds::Other,
            Err(error) => return Err(Refusal::Halfway { path: entry.path.into_owned(), why: why(&error) }),
        };
        match holds {
            Holds::New => {}
            Holds::Old => disk
                .write(Path::new(&*entry.path), entry.after.as_bytes())
                .map_err(|error| Refusal::Halfway { path: entry.path.to_string(), why: why(&error) })?,
            Holds::Other => {
                finished.left.push(entry.path.into_owned());
                continue;
            }
        }
        ours.push(entry);
    }
    finished.count = ours.len();
    settle(disk, folder, &ours)?;
    // What a process left behind that was cut off before it had begun.
    let _ = disk.remove(&folder.join(PREPARING));
    Ok(finished)
}

/// The journal's text, once every file holds what it is said to hold and may be written.
fn prepare(disk: &mut impl Disk, entries: &[Replacement<'_>]) -> Result<Vec<u8>, Refusal> {
    for Replacement { path, before, .. } in entries {
        let untouched = |why: String| Refusal::Untouched { path: path.to_string(), why };
        let now = disk.read_to_write(Path::new(&**path)).map_err(|error| untouched(why(&error)))?;
        if now != before.as_bytes() {
            return Err(untouched("it has changed while it was checked".to_owned()));
        }
    }
    journal::encode(entries).map_err(|error| Refusal::Journal { why: error.to_string() })
}

/// Why a file cannot be read or written, in the words of people.
pub(super) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "not allowed to write it".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "its file system can only be read".to_owned(),
        _ => error.to_string(),
    }
}

/// Gives the files their old texts back.
fn undo(disk: &mut impl Disk, folder: &Path, entries: &[Replacement<'_>]) -> io::Result<()> {
    entries.iter().try_for_each(|entry| disk.write(Path::new(&*entry.path), entry.before.as_bytes()))?;
    let paths: Vec<&Path> = entries.iter().map(|entry| Path::new(&*entry.path)).collect();
    disk.sync(&paths)?;
    remove(disk, &folder.join(JOURNAL))
}

/// Lets the journal go once the disk has what it names.
fn settle(disk: &mut impl Disk, folder: &Path, entries: &[Replacement<'_>]) -> Result<(), Refusal> {
    let paths: Vec<&Path> = entries.iter().map(|entry| Path::new(&*entry.path)).collect();
    let journal = folder.join(JOURNAL);
    disk.sync(&paths)
        .and_then(|()| remove(disk, &journal))
        .map_err(|error| Refusal::Halfway { path: JOURNAL.to_owned(), why: why(&error) })
}

fn remove(disk: &mut impl Disk, path: &Path) -> io::Result<()> {
    match disk.remove(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests;
