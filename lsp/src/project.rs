//! What the server asks of the disk: settings and the files that are not open in the editor.

use std::path::{Path, PathBuf};

use compiler::Settings;

/// The door to the disk, filled by the binary.
pub trait Project {
    /// The settings that hold in a folder, and the flows, apps and namespace files below it.
    fn open(&self, folder: &Path) -> Opened;

    /// The text of one file; `None` where there is none, or where it is no file of Lanner's.
    fn read(&self, path: &Path) -> Option<String>;
}

/// A folder as it was found.
#[derive(Debug, Default)]
pub struct Opened {
    /// The decisions its files are checked under.
    pub settings: Settings,
    /// Why the settings could not be read as a whole, each one line.
    pub complaints: Vec<String>,
    /// The files with their texts.
    pub files: Vec<(PathBuf, String)>,
}
