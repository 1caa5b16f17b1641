//! The size of a file.

use crate::prelude::*;

/// Tell the size of a file.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     content: hello
///   - id: size
///     type: io.kestra.plugin.core.storage.Size
///     uri: "{{ outputs.write.uri }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.Size",
    was("io.kestra.core.tasks.storages.Size", until = "2.0"),
    outputs = SizeOutputs
)]
pub struct Size {
    /// The address of the file.
    #[file]
    pub uri: String,
}

/// The size.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SizeOutputs {
    /// The size in bytes.
    pub size: i64,
}
