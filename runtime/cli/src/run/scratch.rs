//! A folder for the files of one run, gone with it unless something in it is to be kept.

use std::io;
use std::path::{Path, PathBuf};

use runtime::ExecutionId;

/// A folder of its own below the one for temporary files.
pub(super) struct Scratch {
    folder: PathBuf,
    keep: Keep,
}

#[derive(PartialEq)]
enum Keep {
    Nothing,
    Everything,
}

impl Scratch {
    /// Creates it.
    pub(super) fn new() -> io::Result<Self> {
        let name = format!("lanner-run-{}", ExecutionId::random(jiff::Timestamp::now()));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, keep: Keep::Nothing })
    }

    /// Where it lies.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lets it outlive the run.
    pub(super) fn keep(&mut self) {
        self.keep = Keep::Everything;
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.keep == Keep::Nothing {
            // What cannot be deleted is left to whoever cleans the folder of temporary files.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
