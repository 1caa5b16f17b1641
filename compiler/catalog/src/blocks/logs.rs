//! The log of the execution.

use crate::objects::filter::LogFilter;
use crate::prelude::*;

/// Show the log of the execution as it grows.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Example
/// namespace: demo
/// flowId: greet
/// layout:
///   - on: RUNNING
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Logs
///         filter:
///           logLevel: INFO
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(
    "io.kestra.plugin.ee.apps.execution.blocks.Logs",
    layouts("CREATED", "RUNNING", "PAUSE", "RESUME", "SUCCESS", "FAILURE", "ERROR", "FALLBACK")
)]
pub struct Logs {
    /// Which entries are shown; all where absent.
    pub filter: Option<LogFilter>,
}
