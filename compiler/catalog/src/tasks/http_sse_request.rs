//! Following what a server sends.

use crate::objects::http::{HttpOptions, SslOptions};
use crate::prelude::*;

/// Make an HTTP request and gather the events that the server sends until it ends.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: ask
///     type: io.kestra.plugin.core.http.SseRequest
///     uri: https://example.com/stream
///     concatJqExpression: .data.text
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.http.SseRequest", since = "1.3", outputs = SseRequestOutputs)]
pub struct SseRequest {
    /// Where to ask.
    pub uri: String,
    /// How to ask.
    #[default("GET")]
    pub method: String,
    /// What is sent, as text.
    pub body: Option<String>,
    /// What is sent, as the fields of a form.
    pub form_data: Option<IndexMap<Text, Value>>,
    /// What is sent, as a media type.
    #[default("application/json")]
    pub content_type: String,
    /// Headers to send.
    pub headers: Option<IndexMap<Text, String>>,
    /// What is added to the address as query.
    pub params: Option<IndexMap<Text, Value>>,
    /// What is taken from each event, in jq; joined, it is the result.
    pub concat_jq_expression: Option<String>,
    /// Whether an event from which nothing can be taken is a failure.
    #[name("failedOnMissingJq")]
    #[versions(until = "2.0")]
    pub failed_on_missing_jq_before: Option<bool>,
    /// Whether an event from which nothing can be taken is a failure.
    #[default(true)]
    #[versions(since = "2.0")]
    pub failed_on_missing_jq: bool,
    /// How the request is made.
    #[default((
        ("allowFailed", "false"),
        ("defaultCharset", "UTF-8"),
        ("enabledTcpExtendedKeepAlive", "true"),
        ("followRedirects", "true"),
    ))]
    #[fixed]
    pub options: HttpOptions,
    /// Whether an answer of 400 or above is no failure.
    #[versions(until = "2.0")]
    #[obsolete("use `options.allowFailed`")]
    pub allow_failed: Option<bool>,
    /// How certificates are checked.
    #[fixed]
    #[versions(until = "2.0")]
    #[obsolete("use `options.ssl`")]
    pub ssl_options: Option<SslOptions>,
}

/// What the server sent.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SseRequestOutputs {
    /// The events.
    pub events: Vec<SseEvent>,
    /// What was taken from the events, joined.
    pub result: Option<String>,
    /// How many events there are.
    pub size: i64,
    /// The address that answered.
    pub uri: Uri,
}

/// What a server sends at once.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SseEvent {
    /// What was said beside it.
    pub comment: Option<String>,
    /// What was sent: what its JSON says, else text.
    pub data: Option<Value>,
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// How long to wait before asking again.
    pub retry: Option<SignedDuration>,
}
