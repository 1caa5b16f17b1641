//! New texts in the place of old ones: in all files or in none, also where the process or the machine dies in between.
//!
//! A journal with every old and every new text is on disk before the first file is touched, and goes when all files
//! are on disk. Who dies before the journal has its name has changed nothing; who dies after it leaves it behind, and
//! the next `--fix` finishes what it names. Files are written over rather than replaced, so links, owners and rights
//! stay what they are.

mod disk;
mod journal;
mod steps;

use std::fs::{File, OpenOptions};
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use crate::exit::Complaint;
use crate::files;
use disk::Files;
pub(crate) use journal::Replacement;
use steps::Refusal;

/// The journal of what is being replaced, in the working directory.
const JOURNAL: &str = ".lanner-fix";

/// The same before anything is replaced.
const PREPARING: &str = ".lanner-fix.new";

/// Replaces all texts, or none.
pub(crate) fn all(folder: &Path, replacements: &[Replacement<'_>]) -> Result<(), Complaint> {
    if replacements.is_empty() {
        return Ok(());
    }
    if is_cut_off(folder) {
        finish(folder)?;
    }
    let _locked = lock(folder)?;
    steps::replace(&mut Files, folder, replacements).map_err(|refusal| complaint(&refusal))
}

/// Whether an earlier process was cut off while it replaced texts.
pub(crate) fn is_cut_off(folder: &Path) -> bool {
    folder.join(JOURNAL).exists()
}

/// Finishes what an earlier process left behind; how many files hold their new text now.
pub(crate) fn finish(folder: &Path) -> Result<usize, Complaint> {
    let _locked = lock(folder)?;
    let finished = steps::finish(&mut Files, folder).map_err(|refusal| complaint(&refusal))?;
    for path in &finished.left {
        Complaint::failure(format!("`{path}` has changed meanwhile and is left as it is")).print();
    }
    Ok(finished.count)
}

/// Locks the journal under both of its names; the locks go with the files.
fn lock(folder: &Path) -> Result<(File, Option<File>), Complaint> {
    let preparing = folder.join(PREPARING);
    let cannot = |error| {
        Complaint::failure(format!("cannot write `{}`: {}", files::shown(&preparing), steps::why(&error)))
            .help("it lies in the working directory while files are mended; start where it may be written")
    };
    let new = OpenOptions::new().create(true).truncate(false).write(true).open(&preparing).map_err(cannot)?;
    let old = File::open(folder.join(JOURNAL)).ok();
    let is_ours = |file: &File| flock(file, FlockOperation::NonBlockingLockExclusive).is_ok();
    let another = || Complaint::failure("another `lanner compile --fix` is at work here");
    if !is_ours(&new) {
        return Err(another());
    }
    if !old.as_ref().is_none_or(is_ours) {
        let _ = std::fs::remove_file(&preparing);
        return Err(another());
    }
    Ok((new, old))
}

fn complaint(refusal: &Refusal) -> Complaint {
    match refusal {
        Refusal::Untouched { path, why } => {
            Complaint::failure(format!("`{path}` is left as it is, and all others: {why}"))
        }
        Refusal::Journal { why } => Complaint::failure(format!("cannot use `{JOURNAL}`: {why}")),
        Refusal::Halfway { path, why } => {
            Complaint::failure(format!("cannot write `{path}`, and some files have their new text: {why}"))
                .help("`lanner compile --fix` finishes it")
        }
    }
}
