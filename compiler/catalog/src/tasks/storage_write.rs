//! Writing a file.

use crate::prelude::*;

/// Write text to a file in internal storage.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     content: "Hello from {{ flow.id }}"
///     extension: .txt
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.storage.Write", outputs = WriteOutputs)]
pub struct Write {
    /// The text.
    pub content: String,
    /// The extension of the file.
    pub extension: Option<String>,
}

/// The file.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct WriteOutputs {
    /// The file.
    #[file]
    pub uri: Uri,
}
