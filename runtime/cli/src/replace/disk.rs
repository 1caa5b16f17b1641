//! What replacing texts asks of a file system, and the one of the operating system.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::parallel;

/// The few steps that replacing is made of; any of them can fail, and after any of them the process can be gone.
pub(super) trait Disk {
    /// What a file holds.
    fn read(&mut self, path: &Path) -> io::Result<Vec<u8>>;

    /// What a file holds that may be written over; an error where it may not.
    fn read_to_write(&mut self, path: &Path) -> io::Result<Vec<u8>>;

    /// Writes a text over what a file holds; a file that is not there is made. Where this is cut off, the file may
    /// hold a beginning of the new text with the rest of the old one behind it.
    fn write(&mut self, path: &Path, text: &[u8]) -> io::Result<()>;

    /// Waits until the disk has what was written to these files.
    fn sync(&mut self, paths: &[&Path]) -> io::Result<()>;

    /// Waits until the disk has the names of a folder.
    fn sync_names(&mut self, folder: &Path) -> io::Result<()>;

    /// Gives a file another name.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a file away.
    fn remove(&mut self, path: &Path) -> io::Result<()>;
}

/// The file system of the operating system.
pub(super) struct Files;

impl Disk for Files {
    fn read(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_to_write(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        OpenOptions::new().read(true).write(true).open(path)?.read_to_end(&mut text)?;
        Ok(text)
    }

    fn write(&mut self, path: &Path, text: &[u8]) -> io::Result<()> {
        // Not emptied first: a file of which nothing is left could not be told from one that somebody emptied.
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        file.write_all(text)?;
        file.set_len(text.len() as u64)
    }

    fn sync(&mut self, paths: &[&Path]) -> io::Result<()> {
        let sync = |path: &&Path| OpenOptions::new().write(true).open(path)?.sync_data();
        parallel::wait(paths, sync).into_iter().collect()
    }

    fn sync_names(&mut self, folder: &Path) -> io::Result<()> {
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}
