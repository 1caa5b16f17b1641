//! Files of a namespace.

use crate::prelude::*;

/// Take files out of a namespace.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: take
///     type: io.kestra.plugin.core.namespace.DownloadFiles
///     namespace: demo
///     files:
///       - "*.txt"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.namespace.DownloadFiles", outputs = DownloadFilesOutputs)]
pub struct DownloadFiles {
    /// The namespace.
    pub namespace: String,
    /// Which files, as globs.
    #[rendered]
    pub files: ListOrText,
    /// What is put before their paths.
    #[default("")]
    pub destination: String,
}

/// The files.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DownloadFilesOutputs {
    /// The files by path.
    #[file]
    pub files: IndexMap<Text, Uri>,
}
