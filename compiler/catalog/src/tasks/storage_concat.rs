//! Joining files.

use crate::prelude::*;

/// Join files into one.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: one
///     type: io.kestra.plugin.core.storage.Write
///     content: one
///   - id: two
///     type: io.kestra.plugin.core.storage.Write
///     content: two
///   - id: both
///     type: io.kestra.plugin.core.storage.Concat
///     files:
///       - "{{ outputs.one.uri }}"
///       - "{{ outputs.two.uri }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.Concat",
    was("io.kestra.core.tasks.storages.Concat", until = "2.0"),
    outputs = ConcatOutputs
)]
pub struct Concat {
    /// The addresses of the files: a list, or text that evaluates to one.
    #[rendered]
    #[file]
    pub files: Value,
    /// What is put between two files.
    pub separator: Option<String>,
    /// The extension of the new file.
    #[default(".tmp")]
    pub extension: String,
}

/// The new file.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct ConcatOutputs {
    /// The new file.
    #[file]
    pub uri: Uri,
}
