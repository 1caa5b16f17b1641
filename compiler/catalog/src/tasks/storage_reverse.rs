//! Lines in reverse order.

use crate::prelude::*;

/// Write the lines of a file in reverse order.
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
///   - id: back
///     type: io.kestra.plugin.core.storage.Reverse
///     from: "{{ outputs.write.uri }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.Reverse",
    was("io.kestra.core.tasks.storages.Reverse", until = "2.0"),
    outputs = ReverseOutputs
)]
pub struct Reverse {
    /// The address of the file.
    #[file]
    pub from: String,
    /// What ends a line.
    #[default("\n")]
    pub separator: String,
    /// The character set of the file.
    #[default("UTF-8")]
    pub charset: String,
}

/// The new file.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct ReverseOutputs {
    /// The new file.
    #[file]
    pub uri: Uri,
}
