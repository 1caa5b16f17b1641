//! A picture.

use crate::prelude::*;

/// Show a picture.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.Image
///         source: https://example.com/logo.png
///         altText: our logo
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.Image")]
pub struct Image {
    /// Where the picture is.
    #[rendered]
    pub source: Option<String>,
    /// What it shows, for those who cannot see it.
    #[rendered]
    pub alt_text: Option<String>,
    /// What appears when the mouse is over it.
    #[rendered]
    pub title: Option<String>,
    /// How it looks, as CSS.
    pub style: Option<String>,
}
