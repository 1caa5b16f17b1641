//! The button that stops the execution.

use crate::objects::button::{ButtonSize, ButtonStyle};
use crate::prelude::*;

/// Show a button that stops the execution.
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CancelExecutionButton
///         text: Stop
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(
    "io.kestra.plugin.ee.apps.execution.blocks.CancelExecutionButton",
    layouts("CREATED", "RUNNING", "PAUSE", "RESUME")
)]
pub struct CancelExecutionButton {
    /// What the button says.
    #[default("Cancel")]
    #[rendered]
    pub text: String,
    /// How it looks.
    #[default("DEFAULT")]
    pub style: ButtonStyle,
    /// How large it is.
    #[default("DEFAULT")]
    pub size: ButtonSize,
}
