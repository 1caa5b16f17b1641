//! A link that looks like a button.

use crate::objects::button::{ButtonSize, ButtonStyle};
use crate::prelude::*;

/// Show a link that looks like a button.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.Button
///         text: Start again
///         url: "{{ app.url }}"
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block("io.kestra.plugin.ee.apps.core.blocks.Button")]
pub struct Button {
    /// Where it leads; `{{ app.url }}` is the beginning of the app.
    #[rendered]
    pub url: String,
    /// What the button says.
    #[default("Submit")]
    #[rendered]
    pub text: String,
    /// How it looks.
    #[default("DEFAULT")]
    pub style: ButtonStyle,
    /// How large it is.
    #[default("DEFAULT")]
    pub size: ButtonSize,
}
