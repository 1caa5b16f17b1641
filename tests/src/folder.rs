//! A folder with files in it, gone at the end of a test.

use std::path::Path;

use tempfile::TempDir;

/// A folder for one test.
pub struct Folder(TempDir);

impl Folder {
    /// An empty folder.
    ///
    /// # Panics
    ///
    /// Where nothing can be written.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().expect("a folder for temporary files"))
    }

    /// A folder with files, each a path and a text.
    ///
    /// # Panics
    ///
    /// Where nothing can be written.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::empty();
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// Writes a file, and the folders around it.
    ///
    /// # Panics
    ///
    /// Where nothing can be written.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    ///
    /// # Panics
    ///
    /// Where there is none.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).expect("a file")
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
