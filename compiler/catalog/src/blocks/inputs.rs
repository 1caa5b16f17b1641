//! What the flow was started with.

use crate::objects::filter::IdFilter;
use crate::prelude::*;

/// Show what the flow was started with.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Example
/// namespace: demo
/// flowId: greet
/// layout:
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Inputs
///         filter:
///           exclude: [password]
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(
    "io.kestra.plugin.ee.apps.execution.blocks.Inputs",
    layouts("CREATED", "RUNNING", "PAUSE", "RESUME", "SUCCESS", "FAILURE", "ERROR", "FALLBACK")
)]
pub struct Inputs {
    /// Which inputs are shown; all where absent.
    pub filter: Option<IdFilter>,
}
