//! Files of the namespace in a task's folder.

use crate::prelude::*;

/// Puts files of the namespace into the working folder.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct NamespaceFiles {
    /// Whether files are put there.
    #[default(true)]
    #[property]
    pub enabled: bool,
    /// Which files are left out, as globs.
    #[property]
    pub exclude: Option<Vec<String>>,
    /// Whether each namespace gets a folder of its own.
    #[default(false)]
    #[property]
    pub folder_per_namespace: bool,
    /// What happens to a file that is there already.
    #[default("OVERWRITE")]
    #[property]
    pub if_exists: FileExists,
    /// Which files are put there, as globs; all where absent.
    #[property]
    pub include: Option<Vec<String>>,
    /// The namespaces whose files are put there, the last one winning.
    #[default(["{{flow.namespace}}"])]
    #[property]
    pub namespaces: Vec<String>,
}

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum FileExists {
    /// It is replaced.
    Overwrite,
    /// The task fails.
    Fail,
    /// It is kept, with a warning.
    Warn,
    /// It is kept.
    Ignore,
}
