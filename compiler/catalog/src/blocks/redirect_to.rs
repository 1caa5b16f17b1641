//! Another page after a while.

use crate::prelude::*;

/// Go to another page after a while.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.RedirectTo
///         url: https://example.com
///         delay: PT60S
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.RedirectTo")]
pub struct RedirectTo {
    /// Where to go.
    #[rendered]
    pub url: Option<String>,
    /// How long to wait.
    pub delay: Option<SignedDuration>,
}
