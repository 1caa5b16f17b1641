//! `discord.DiscordExecution`: tells a channel about an execution.

use plan::Failure;
use serde_json::{Map, json};

use super::send::send;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.discord.DiscordExecution", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(tell(properties, host))
}

async fn tell(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let payload = match properties.text("payload")? {
        Some(payload) => payload,
        None => serde_json::Value::Object(payload(&properties)?).to_string(),
    };
    send(&properties, host, payload.into()).await
}

/// The message as Discord's webhook takes it.
fn payload(properties: &Properties) -> Result<Map<String, serde_json::Value>, Failure> {
    let mut payload = Map::new();
    for (name, key) in [("username", "username"), ("avatarUrl", "avatar_url"), ("content", "content")] {
        if let Some(text) = properties.text(name)? {
            payload.insert(key.to_owned(), text.into());
        }
    }
    let mut lines: Vec<String> = properties.text("customMessage")?.into_iter().collect();
    for (name, value) in properties.map("customFields")?.unwrap_or_default() {
        lines.push(format!("**{name}**: {}", plan::java::to_text(&value)));
    }
    if !lines.is_empty() {
        payload.insert("embeds".to_owned(), json!([{ "description": lines.join("\n") }]));
    }
    if payload.get("content").is_none() && payload.get("embeds").is_none() {
        let execution = properties.value("executionId").map(plan::java::to_text).unwrap_or_default();
        payload.insert("content".to_owned(), format!("Execution {execution}").into());
    }
    Ok(payload)
}

#[cfg(test)]
mod tests {
    use plan::Value;

    use super::*;

    #[test]
    fn the_message_carries_what_was_written() {
        let properties = Properties::new(
            [
                ("content".into(), Value::from("Done")),
                ("username".into(), Value::from("Lanner")),
                ("customFields".into(), Value::map([("Team", "data".into())])),
            ]
            .into_iter()
            .collect(),
        );
        let payload = payload(&properties).expect("the properties fit");
        assert_eq!(payload["content"], "Done");
        assert_eq!(payload["username"], "Lanner");
        assert_eq!(payload["embeds"][0]["description"], "**Team**: data");
    }
}
