//! Rows and columns.

use crate::prelude::*;

/// Show rows and columns.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.Table
///         data:
///           - name: Ada
///             age: 36
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.Table")]
pub struct Table {
    /// The rows: a list of maps, or an expression that gives one.
    #[rendered]
    pub data: Option<TableData>,
}
