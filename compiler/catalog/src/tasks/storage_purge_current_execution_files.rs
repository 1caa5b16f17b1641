//! Removing the files of the execution.

use crate::prelude::*;

/// Remove all files of the running execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: clean
///     type: io.kestra.plugin.core.storage.PurgeCurrentExecutionFiles
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.PurgeCurrentExecutionFiles",
    was("io.kestra.core.tasks.storages.PurgeExecution", until = "2.0"),
    was("io.kestra.plugin.core.storage.PurgeExecution", until = "2.0"),
    outputs = PurgeCurrentExecutionFilesOutputs
)]
pub struct PurgeCurrentExecutionFiles;

/// What was removed.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PurgeCurrentExecutionFilesOutputs {
    /// The files that were removed.
    pub uris: Vec<Uri>,
}
