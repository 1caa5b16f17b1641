//! A message to a Discord channel.

use crate::objects::discord::DiscordOptions;
use crate::prelude::*;

/// Send a message to a Discord channel.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: tell
///     type: io.kestra.plugin.discord.DiscordIncomingWebhook
///     url: https://discord.com/api/webhooks/channel
///     payload: '{"content": "all done"}'
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.discord.DiscordIncomingWebhook",
    was("io.kestra.plugin.notifications.discord.DiscordIncomingWebhook"),
    artifact = "plugin-discord"
)]
pub struct DiscordIncomingWebhook {
    /// The address of the channel's webhook.
    #[rendered]
    #[not_empty]
    #[secret]
    pub url: String,
    /// The message as JSON.
    pub payload: Option<String>,
    /// How the request is made.
    #[rendered]
    pub options: Option<DiscordOptions>,
}
