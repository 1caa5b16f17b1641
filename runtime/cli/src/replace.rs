//! New texts in the place of files: all of them or none, also where the process is cut off in between.
//!
//! Every new text lies in full beside its file, and a journal names them all, before the first takes its place.
//! As long as the journal is called `.lanner-fix.new` nothing has been replaced; from the moment it is called
//! `.lanner-fix` everything is going to be, if not by this process then by the next.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::exit::Complaint;

/// The journal of what is being replaced, in the working directory.
const JOURNAL: &str = ".lanner-fix";

/// The same before anything is replaced.
const PREPARING: &str = ".lanner-fix.new";

/// A new text for a file.
pub(crate) struct Replacement<'a> {
    /// The file.
    pub(crate) path: &'a str,
    /// What is in it now; nothing is replaced where it is anything else.
    pub(crate) before: &'a str,
    /// What will be.
    pub(crate) after: &'a str,
}

/// A file as the journal names it.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    path: PathBuf,
    /// Where the new text lies.
    temporary: PathBuf,
    /// The hash of the old text, so that what somebody wrote meanwhile is not lost.
    before: String,
}

/// Replaces all files, or none.
pub(crate) fn all(folder: &Path, replacements: &[Replacement<'_>]) -> Result<(), Complaint> {
    if replacements.is_empty() {
        return Ok(());
    }
    if is_cut_off(folder) {
        finish(folder)?;
    }
    prepare(folder, replacements)?;
    finish(folder).map(|_| ())
}

/// Whether an earlier process was cut off while it replaced files.
pub(crate) fn is_cut_off(folder: &Path) -> bool {
    folder.join(JOURNAL).exists()
}

/// Finishes what a journal names; how many files got their new text.
pub(crate) fn finish(folder: &Path) -> Result<usize, Complaint> {
    let journal = folder.join(JOURNAL);
    let cannot = |error: &io::Error| Complaint::failure(format!("cannot read `{}`: {error}", journal.display()));
    let entries: Vec<Entry> = match fs::read(&journal) {
        Ok(text) => serde_json::from_slice(&text).map_err(|error| cannot(&error.into()))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(cannot(&error)),
    };
    let mut count = 0;
    for Entry { path, temporary, before } in &entries {
        if !temporary.exists() {
            continue;
        }
        if fs::read(path).is_ok_and(|now| hash(&now) == *before) {
            let cannot = |error| Complaint::failure(format!("cannot write `{}`: {error}", path.display()));
            fs::rename(temporary, path).map_err(cannot)?;
            count += 1;
        } else {
            Complaint::failure(format!("`{}` has changed meanwhile and is left as it is", path.display())).print();
            let _ = fs::remove_file(temporary);
        }
    }
    fs::remove_file(&journal).map_err(|error| cannot(&error))?;
    Ok(count)
}

/// Lays the new texts beside their files and writes the journal.
fn prepare(folder: &Path, replacements: &[Replacement<'_>]) -> Result<(), Complaint> {
    let preparing = folder.join(PREPARING);
    let cannot = |error: io::Error| Complaint::failure(format!("cannot write `{}`: {error}", preparing.display()));
    let mut journal =
        OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&preparing).map_err(cannot)?;
    if flock(&journal, FlockOperation::NonBlockingLockExclusive).is_err() {
        return Err(Complaint::failure("another `lanner compile --fix` is at work here"));
    }
    // What a process left behind that was cut off before it had prepared everything.
    let left: Vec<Entry> = serde_json::from_reader(&journal).unwrap_or_default();
    left.iter().for_each(|entry| drop(fs::remove_file(&entry.temporary)));
    let entries: Vec<Entry> = replacements.iter().map(entry).collect();
    let written = write_over(&mut journal, &entries).map_err(cannot).and_then(|()| {
        replacements.iter().zip(&entries).try_for_each(|(replacement, entry)| {
            let cannot =
                |error| Complaint::failure(format!("`{}` is left as it is, and all others: {error}", replacement.path));
            lay(replacement, entry).map_err(cannot)
        })
    });
    let renamed = written.and_then(|()| fs::rename(&preparing, folder.join(JOURNAL)).map_err(cannot));
    if renamed.is_err() {
        entries.iter().for_each(|entry| drop(fs::remove_file(&entry.temporary)));
        let _ = fs::remove_file(&preparing);
    }
    renamed
}

fn entry(replacement: &Replacement<'_>) -> Entry {
    // A link stays a link, and what it leads to gets the new text.
    let path = fs::canonicalize(replacement.path).unwrap_or_else(|_| PathBuf::from(replacement.path));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.lanner"));
    Entry { path, temporary, before: hash(replacement.before.as_bytes()) }
}

fn write_over(file: &mut File, entries: &[Entry]) -> io::Result<()> {
    file.set_len(0)?;
    io::Seek::rewind(file)?;
    serde_json::to_writer(&mut *file, entries)?;
    file.sync_all()
}

/// Writes a new text beside its file, with the file's permissions.
fn lay(replacement: &Replacement<'_>, entry: &Entry) -> io::Result<()> {
    if fs::read(&entry.path)? != replacement.before.as_bytes() {
        return Err(io::Error::other("it has changed while it was checked"));
    }
    let mut file = File::create(&entry.temporary)?;
    file.write_all(replacement.after.as_bytes())?;
    file.set_permissions(fs::metadata(&entry.path)?.permissions())?;
    file.sync_data()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn with(name: &str, files: &[(&str, &str)]) -> Self {
            let folder = std::env::temp_dir().join(format!("lanner-replace-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
            Self(fs::canonicalize(folder).unwrap())
        }

        fn path(&self, name: &str) -> String {
            self.0.join(name).to_string_lossy().into_owned()
        }

        fn texts(&self) -> Vec<(String, String)> {
            let entries = fs::read_dir(&self.0).unwrap().map(Result::unwrap);
            let mut texts: Vec<_> = entries
                .map(|it| (it.file_name().to_string_lossy().into_owned(), fs::read_to_string(it.path()).unwrap()))
                .collect();
            texts.sort();
            texts
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn texts(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_was_cut_off_is_finished() {
        let folder = Folder::with("cut", &[("a", "1"), ("b", "2")]);
        let (a, b) = (folder.path("a"), folder.path("b"));
        let replacements =
            [Replacement { path: &a, before: "1", after: "one" }, Replacement { path: &b, before: "2", after: "two" }];
        prepare(&folder.0, &replacements).unwrap();
        fs::rename(folder.path(".a.lanner"), &a).unwrap();
        assert!(is_cut_off(&folder.0));
        assert_eq!(finish(&folder.0).unwrap(), 1);
        assert_eq!(folder.texts(), texts(&[("a", "one"), ("b", "two")]));
    }

    #[test]
    fn nothing_is_replaced_where_one_file_has_changed() {
        let folder = Folder::with("changed", &[("a", "1"), ("b", "other")]);
        let (a, b) = (folder.path("a"), folder.path("b"));
        let replacements =
            [Replacement { path: &a, before: "1", after: "one" }, Replacement { path: &b, before: "2", after: "two" }];
        let complaint = all(&folder.0, &replacements).unwrap_err();
        assert!(complaint.message.contains("it has changed while it was checked"), "{}", complaint.message);
        assert_eq!(folder.texts(), texts(&[("a", "1"), ("b", "other")]));
    }

    #[test]
    fn what_somebody_wrote_meanwhile_is_kept() {
        let folder = Folder::with("meanwhile", &[("a", "1")]);
        let a = folder.path("a");
        prepare(&folder.0, &[Replacement { path: &a, before: "1", after: "one" }]).unwrap();
        fs::write(&a, "mine").unwrap();
        assert_eq!(finish(&folder.0).unwrap(), 0);
        assert_eq!(folder.texts(), texts(&[("a", "mine")]));
    }

    #[test]
    fn what_was_cut_off_before_is_cleared_away() {
        let folder = Folder::with("before", &[("a", "1"), ("b", "2")]);
        let (a, b) = (folder.path("a"), folder.path("b"));
        prepare(&folder.0, &[Replacement { path: &a, before: "1", after: "one" }]).unwrap();
        fs::rename(folder.path(JOURNAL), folder.path(PREPARING)).unwrap();
        all(&folder.0, &[Replacement { path: &b, before: "2", after: "two" }]).unwrap();
        assert_eq!(folder.texts(), texts(&[("a", "1"), ("b", "two")]));
    }
}
