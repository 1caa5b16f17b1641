//! Text.

use crate::prelude::*;

/// Show text.
///
/// The text is Markdown and may hold expressions.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: Welcome!
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.Markdown")]
pub struct Markdown {
    /// The text, in Markdown.
    #[rendered]
    pub content: Option<String>,
}
