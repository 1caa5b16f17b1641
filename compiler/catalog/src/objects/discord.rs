//! Settings of messages to Discord.

use crate::prelude::*;

/// A box below a message.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Embed {
    /// Who it is from.
    #[property]
    pub author_name: Option<String>,
    /// The colour of its edge: red, green and blue.
    pub color: Option<Vec<i64>>,
    /// The text.
    #[property]
    pub description: Option<String>,
    /// The line at its end.
    #[property]
    pub footer: Option<String>,
    /// The picture at its side.
    #[property]
    pub thumbnail: Option<String>,
    /// The title.
    #[property]
    pub title: Option<String>,
    /// Where the title leads.
    #[property]
    pub website_url: Option<String>,
}

/// How the request is made.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DiscordOptions {
    /// How long to wait for a connection.
    #[property]
    pub connect_timeout: Option<SignedDuration>,
    /// How long an idle connection is kept.
    #[default("PT0S")]
    #[property]
    pub connection_pool_idle_timeout: SignedDuration,
    /// The character set of the answer.
    #[default("UTF-8")]
    #[property]
    pub default_charset: String,
    /// Headers to send.
    #[property]
    pub headers: Option<IndexMap<Text, String>>,
    /// The greatest size of the answer in bytes.
    #[default(10485760)]
    #[property]
    pub max_content_length: i64,
    /// How long to wait for the next part of the answer.
    #[default]
    #[property]
    pub read_idle_timeout: Option<SignedDuration>,
    /// How long to wait for the answer.
    #[default("PT10S")]
    #[property]
    pub read_timeout: SignedDuration,
}
