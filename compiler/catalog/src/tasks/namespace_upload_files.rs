//! Files for the namespace.

use crate::prelude::*;

/// Put files into a namespace.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     content: hello
///   - id: keep
///     type: io.kestra.plugin.core.namespace.UploadFiles
///     namespace: demo
///     filesMap:
///       greeting.txt: "{{ outputs.write.uri }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.namespace.UploadFiles", outputs = UploadFilesOutputs)]
pub struct UploadFiles {
    /// The namespace.
    pub namespace: String,
    /// Which files of the working folder, as globs.
    pub files: Option<Vec<String>>,
    /// The files: path in the namespace and address.
    #[rendered]
    pub files_map: Option<MapOrText>,
    /// The folder in the namespace.
    #[default("/")]
    pub destination: String,
    /// What happens to a file that is there already.
    #[default("OVERWRITE")]
    pub conflict: Conflict,
}

/// The files.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct UploadFilesOutputs {
    /// The files by path.
    #[file]
    pub files: Option<IndexMap<Text, Uri>>,
}

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Conflict {
    /// It is replaced.
    Overwrite,
    /// The task fails.
    Error,
    /// It is kept.
    Skip,
}
