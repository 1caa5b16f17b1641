//! Writing to the log.

use crate::objects::level::Level;
use crate::prelude::*;

/// Write a message to the log of the execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.log.Log", was("io.kestra.core.tasks.log.Log", until = "2.0"), pure)]
pub struct Log {
    /// What to write; a list writes one entry each.
    #[rendered]
    pub message: TextOrTexts,
    /// How important the entry is.
    #[default("INFO")]
    pub level: Level,
}
