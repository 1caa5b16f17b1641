//! A page that looks for news by itself.

use crate::prelude::*;

/// Look for news again and again.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Example
/// namespace: demo
/// flowId: greet
/// layout:
///   - on: CREATED
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.AutoRefresh
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.AutoRefresh")]
pub struct AutoRefresh;
