//! A highlighted message.

use crate::prelude::*;

/// Show a highlighted message.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.Alert
///         style: SUCCESS
///         content: Your data is ready.
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.Alert")]
pub struct Alert {
    /// The message, in Markdown.
    #[rendered]
    pub content: Option<String>,
    /// How it looks.
    pub style: Option<AlertStyle>,
    /// Whether an icon stands before it.
    #[default(false)]
    pub show_icon: bool,
}

/// How a message looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum AlertStyle {
    /// Green.
    Success,
    /// Blue.
    Info,
    /// Yellow.
    Warning,
    /// Red.
    Error,
}
