//! Removing files of a namespace.

use crate::prelude::*;

/// Remove files of a namespace.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: remove
///     type: io.kestra.plugin.core.namespace.DeleteFiles
///     namespace: demo
///     files:
///       - "*.txt"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.namespace.DeleteFiles", outputs = DeleteFilesOutputs)]
pub struct DeleteFiles {
    /// The namespace.
    pub namespace: String,
    /// Which files, as globs.
    #[rendered]
    pub files: ListOrText,
    /// Whether a folder that is left empty is removed, too.
    #[default(false)]
    pub delete_parent_folder: bool,
}

/// Nothing.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DeleteFilesOutputs {
    /// Nothing.
    pub files: Option<IndexMap<Text, Uri>>,
}
