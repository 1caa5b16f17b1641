//! Why something cannot be done with the files of a namespace.

use std::fmt;
use std::io;

use super::Path;
use super::path::NoPath;
use crate::store::StoreError;

/// Why something cannot be done with the files of a namespace; prints as one line.
#[derive(Debug)]
pub enum FileRefusal {
    /// A text is no path.
    NoPath(NoPath),
    /// A text is no namespace.
    NoNamespace(String),
    /// There is nothing of this path.
    Missing(Path),
    /// There is something of this path already.
    Taken(Path),
    /// A file stands where a folder is needed.
    NoFolder(Path),
    /// A folder stands where a file is needed.
    NoFile(Path),
    /// A folder cannot be moved into itself.
    Inside(Path),
    /// The content is longer than a file may be, or cannot be read or written.
    Content(io::Error),
    /// The store says no.
    Store(StoreError),
}

impl fmt::Display for FileRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPath(reason) => reason.fmt(out),
            Self::NoNamespace(name) => write!(out, "`{name}` is no namespace"),
            Self::Missing(path) => write!(out, "there is no file `{path}`"),
            Self::Taken(path) => write!(out, "`{path}` is there already"),
            Self::NoFolder(path) => write!(out, "`{path}` is a file, and a folder is needed there"),
            Self::NoFile(path) => write!(out, "`{path}` is a folder, and a file is needed there"),
            Self::Inside(path) => write!(out, "`{path}` cannot be moved into itself"),
            Self::Content(error) => write!(out, "the content is not kept: {error}"),
            Self::Store(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for FileRefusal {}

impl From<NoPath> for FileRefusal {
    fn from(reason: NoPath) -> Self {
        Self::NoPath(reason)
    }
}

impl From<io::Error> for FileRefusal {
    fn from(error: io::Error) -> Self {
        Self::Content(error)
    }
}

impl From<StoreError> for FileRefusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
