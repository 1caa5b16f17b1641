//! Executions on a call from outside.

use crate::prelude::*;

/// Start the flow when its address is called.
///
/// The address is `/api/v1/executions/webhook/NAMESPACE/FLOW/KEY`.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: called
///     type: io.kestra.plugin.core.trigger.Webhook
///     key: a-long-secret
/// ```
#[derive(Clone, Debug, PartialEq, Trigger)]
#[trigger(
    "io.kestra.plugin.core.trigger.Webhook",
    was("io.kestra.core.models.triggers.types.Webhook", until = "2.0"),
    checks("WebhookValidation"),
    outputs = WebhookOutputs
)]
pub struct Webhook {
    /// The last part of the address: whoever knows it can start the flow.
    #[name("key")]
    #[rendered]
    #[versions(until = "2.0")]
    #[size(max = 256)]
    pub key_before: String,
    /// The last part of the address: whoever knows it can start the flow.
    #[rendered]
    #[versions(since = "2.0")]
    #[size(max = 256)]
    #[not_empty]
    pub key: String,
    /// What the flow is started with.
    #[rendered]
    #[versions(since = "1.1")]
    pub inputs: Option<IndexMap<Text, Value>>,
    /// Whether the call is answered only at the end.
    #[default(false)]
    #[fixed]
    pub wait: bool,
    /// Whether the answer holds what the flow gives back.
    #[default(false)]
    #[fixed]
    #[versions(since = "1.1")]
    pub return_outputs: bool,
    /// The status of the answer.
    #[versions(since = "1.3")]
    pub response_code: Option<i64>,
    /// The media type of the answer.
    #[fixed]
    #[versions(since = "1.3")]
    #[values("application/json", "text/plain")]
    pub response_content_type: Option<String>,
    /// Where the body is kept.
    #[default("FETCH")]
    #[fixed]
    #[versions(since = "2.0")]
    pub fetch_type: WebhookFetch,
    /// Whether it fires while an execution it started is still running.
    #[default(false)]
    #[fixed]
    #[versions(until = "2.0")]
    pub allow_concurrent: bool,
}

/// The call.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct WebhookOutputs {
    /// What was sent.
    pub body: Value,
    /// The headers of the call.
    pub headers: IndexMap<Text, Vec<String>>,
    /// The query of the call.
    pub parameters: IndexMap<Text, Vec<String>>,
    /// The fields of the form that was sent.
    #[versions(since = "2.0")]
    pub form_fields: Option<IndexMap<Text, Vec<String>>>,
    /// The files of the form that was sent.
    #[versions(since = "2.0")]
    pub parts: Option<Vec<Part>>,
    /// The file what was sent is kept in.
    #[versions(since = "2.0")]
    #[file]
    pub uri: Option<String>,
}

/// Where the body of a call is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum WebhookFetch {
    /// Nowhere.
    None,
    /// With the execution: `{{ trigger.body }}`.
    Fetch,
    /// In a file: `{{ trigger.uri }}`.
    Store,
}

/// A file of a form that was sent.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Part {
    /// The name of its field.
    pub name: String,
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub content_type: Option<String>,
    /// Its size in bytes.
    pub size: i64,
    /// Where it is kept.
    #[file]
    pub uri: String,
}
