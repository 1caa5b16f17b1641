//! The button that starts the flow.

use crate::objects::button::{ButtonSize, ButtonStyle};
use crate::prelude::*;

/// Show the button that starts the flow.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Example
/// namespace: demo
/// flowId: greet
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///         text: Submit
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton", layouts("OPEN"))]
pub struct CreateExecutionButton {
    /// What the button says.
    #[default("Execute")]
    #[rendered]
    pub text: String,
    /// How it looks.
    #[default("DEFAULT")]
    pub style: ButtonStyle,
    /// How large it is.
    #[default("DEFAULT")]
    pub size: ButtonSize,
}
