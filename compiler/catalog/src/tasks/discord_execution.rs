//! A message to a Discord channel about an execution.

use crate::objects::discord::{DiscordOptions, Embed};
use crate::prelude::*;

/// Send a message about an execution to a Discord channel.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: tell
///     type: io.kestra.plugin.discord.DiscordExecution
///     url: https://discord.com/api/webhooks/channel
///     content: all done
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.discord.DiscordExecution",
    was("io.kestra.plugin.notifications.discord.DiscordExecution"),
    artifact = "plugin-discord"
)]
pub struct DiscordExecution {
    /// The address of the channel's webhook.
    #[rendered]
    #[not_empty]
    #[secret]
    pub url: String,
    /// The message.
    pub content: Option<String>,
    /// The name it is sent under.
    pub username: Option<String>,
    /// The picture of whoever sends it.
    pub avatar_url: Option<String>,
    /// Boxes below the message.
    #[rendered]
    pub embed_list: Option<Vec<Embed>>,
    /// Further lines about the execution.
    pub custom_fields: Option<IndexMap<Text, Value>>,
    /// A line above them.
    pub custom_message: Option<String>,
    /// The execution the message is about.
    #[default("{{ execution.id }}")]
    pub execution_id: Option<String>,
    /// The whole message as JSON, instead of the other properties.
    pub payload: Option<String>,
    /// A template of the message, by its address.
    pub template_uri: Option<String>,
    /// What the template is filled with.
    pub template_render_map: Option<IndexMap<Text, Value>>,
    /// How the request is made.
    #[rendered]
    pub options: Option<DiscordOptions>,
}
