//! What a pause asks for, as a form.

use crate::prelude::*;

/// Show what a pause asks for, as a form.
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.ResumeExecutionForm
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.execution.blocks.ResumeExecutionForm", layouts("PAUSE"))]
pub struct ResumeExecutionForm;
