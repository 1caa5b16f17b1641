//! What went wrong, for experts.

use crate::prelude::*;

/// Show what went wrong, for experts.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Example
/// namespace: demo
/// flowId: greet
/// layout:
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Stacktrace
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.Stacktrace")]
pub struct Stacktrace;
