//! A sign that something is at work.

use crate::prelude::*;

/// Show that something is at work.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.Loading
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(
    "io.kestra.plugin.ee.apps.core.blocks.Loading",
    layouts("CREATED", "RUNNING", "PAUSE", "RESUME", "SUCCESS", "FAILURE", "ERROR", "FALLBACK")
)]
pub struct Loading;
