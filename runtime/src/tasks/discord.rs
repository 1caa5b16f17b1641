//! `io.kestra.plugin.discord`

mod send;

pub(super) mod discord_execution;
pub(super) mod discord_incoming_webhook;
