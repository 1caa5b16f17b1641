//! `discord.DiscordIncomingWebhook`: posts a payload of the author's own.

use plan::Failure;

use super::send::send;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.discord.DiscordIncomingWebhook", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(post(properties, host))
}

async fn post(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let payload = properties.require("payload", Properties::text)?;
    send(&properties, host, payload.into()).await
}
