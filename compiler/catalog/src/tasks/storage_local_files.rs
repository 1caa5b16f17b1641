//! Files in the working folder (old form).

use crate::prelude::*;

/// Put files into the working folder, and keep files of it.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: folder
///     type: io.kestra.plugin.core.flow.WorkingDirectory
///     tasks:
///       - id: files
///         type: io.kestra.plugin.core.storage.LocalFiles
///         inputs:
///           greeting.txt: hello
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.LocalFiles",
    until = "2.0",
    was("io.kestra.core.tasks.storages.LocalFiles"),
    obsolete("use `inputFiles` and `outputFiles` of `io.kestra.plugin.core.flow.WorkingDirectory`"),
    outputs = LocalFilesOutputs
)]
pub struct LocalFiles {
    /// Files put into the folder: name and content, or an address.
    #[rendered]
    pub inputs: Option<MapOrText>,
    /// Which files are kept, as globs.
    pub outputs: Option<Vec<String>>,
}

/// The files that were kept.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct LocalFilesOutputs {
    /// The files that were kept.
    #[file]
    pub uris: IndexMap<Text, Uri>,
}
