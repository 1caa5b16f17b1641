//! What tasks gave out.

use crate::objects::flow_document::InputType;
use crate::prelude::*;

/// Show what tasks gave out, with files to download.
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.TaskOutputs
///         outputs:
///           - displayName: Image
///             type: FILE
///             value: "{{ outputs.draw.uri }}"
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(
    "io.kestra.plugin.ee.apps.execution.blocks.TaskOutputs",
    layouts("CREATED", "RUNNING", "PAUSE", "RESUME", "SUCCESS", "FAILURE", "ERROR", "FALLBACK")
)]
pub struct TaskOutputs {
    /// What is shown.
    pub outputs: Option<Vec<TaskOutput>>,
}

/// A value that is shown.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct TaskOutput {
    /// What stands before it.
    pub display_name: String,
    /// What it is.
    pub r#type: InputType,
    /// The value.
    #[rendered]
    pub value: Value,
    /// What it means, in Markdown.
    pub description: Option<String>,
}
