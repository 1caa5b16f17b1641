//! Reading the log.

use crate::objects::level::Level;
use crate::prelude::*;

/// Store entries of the log in a file.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: logs
///     type: io.kestra.plugin.core.log.Fetch
///     level: WARN
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.log.Fetch",
    until = "2.0",
    was("io.kestra.core.tasks.log.Fetch"),
    obsolete(since = "1.3"),
    outputs = FetchOutputs
)]
pub struct Fetch {
    /// The execution; the running one where absent.
    pub execution_id: Option<String>,
    /// The flow of the execution.
    pub flow_id: Option<String>,
    /// Less important entries are left out.
    #[default("INFO")]
    pub level: Level,
    /// The namespace of the execution.
    pub namespace: Option<String>,
    /// Only entries of these tasks.
    pub tasks_id: Option<Vec<String>>,
}

/// The entries.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct FetchOutputs {
    /// How many entries there are.
    pub size: i64,
    /// The file.
    #[file]
    pub uri: Uri,
}
