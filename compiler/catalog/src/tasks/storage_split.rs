//! Splitting a file.

use crate::prelude::*;

/// Split a file into several.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     content: |
///       one
///       two
///   - id: parts
///     type: io.kestra.plugin.core.storage.Split
///     from: "{{ outputs.write.uri }}"
///     rows: 1
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.Split",
    was("io.kestra.core.tasks.storages.Split", until = "2.0"),
    outputs = SplitOutputs
)]
pub struct Split {
    /// The address of the file.
    #[file]
    pub from: String,
    /// The size of a part: `10MB`.
    pub bytes: Option<String>,
    /// The number of parts.
    pub partitions: Option<i64>,
    /// The number of rows in a part.
    pub rows: Option<i64>,
    /// Rows with the same text in the first group go into one part.
    #[versions(since = "1.1")]
    pub regex_pattern: Option<String>,
    /// What ends a row.
    #[default("\n")]
    pub separator: String,
}

/// The parts.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SplitOutputs {
    /// The parts.
    #[file]
    pub uris: Vec<Uri>,
}
