//! Writing to the log (old form).

use crate::objects::level::Level;
use crate::prelude::*;

/// Write a message to the log of the execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.debug.Echo
///     format: Hello
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.debug.Echo",
    until = "2.0",
    was("io.kestra.core.tasks.debugs.Echo"),
    obsolete("write `io.kestra.plugin.core.log.Log`"),
    pure
)]
pub struct Echo {
    /// What to write.
    pub format: Option<String>,
    /// How important the entry is.
    #[default("INFO")]
    pub level: Level,
}
