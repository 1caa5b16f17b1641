//! The inputs of the flow as a form.

use crate::prelude::*;

/// Show the inputs of the flow as a form.
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm", layouts("OPEN"))]
pub struct CreateExecutionForm;
