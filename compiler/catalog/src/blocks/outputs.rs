//! What the flow gave back.

use crate::objects::filter::IdFilter;
use crate::prelude::*;

/// Show what the flow gave back, with files to download.
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(
    "io.kestra.plugin.ee.apps.execution.blocks.Outputs",
    layouts("CREATED", "RUNNING", "PAUSE", "RESUME", "SUCCESS", "FAILURE", "ERROR", "FALLBACK")
)]
pub struct Outputs {
    /// Which outputs are shown; all where absent.
    pub filter: Option<IdFilter>,
}
