//! Removing a file.

use crate::prelude::*;

/// Remove a file.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     content: hello
///   - id: remove
///     type: io.kestra.plugin.core.storage.Delete
///     uri: "{{ outputs.write.uri }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.Delete",
    was("io.kestra.core.tasks.storages.Delete", until = "2.0"),
    outputs = DeleteOutputs
)]
pub struct Delete {
    /// The address of the file.
    #[file]
    pub uri: String,
    /// Whether a missing file is a failure.
    #[default(false)]
    pub error_on_missing: bool,
}

/// What was removed.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DeleteOutputs {
    /// Whether the file was there.
    pub deleted: bool,
    /// The address of the file.
    pub uri: Uri,
}
