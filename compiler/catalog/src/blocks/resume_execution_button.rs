//! The button that resumes a paused execution.

use crate::objects::button::{ButtonSize, ButtonStyle};
use crate::prelude::*;

/// Show the button that resumes a paused execution.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Example
/// namespace: demo
/// flowId: greet
/// layout:
///   - on: PAUSE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.ResumeExecutionButton
///         text: Approve
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.execution.blocks.ResumeExecutionButton", layouts("PAUSE"))]
pub struct ResumeExecutionButton {
    /// What the button says.
    #[default("Resume")]
    #[rendered]
    pub text: String,
    /// How it looks.
    #[default("DEFAULT")]
    pub style: ButtonStyle,
    /// How large it is.
    #[default("DEFAULT")]
    pub size: ButtonSize,
}
