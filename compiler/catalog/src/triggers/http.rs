//! Executions when a server answers.

use crate::objects::http::{HttpOptions, SslOptions};
use crate::prelude::*;

/// Ask a server again and again, and start the flow when its answer is right.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: poll
///     type: io.kestra.plugin.core.http.Trigger
///     uri: https://example.com/status
///     interval: PT1M
/// ```
#[derive(Clone, Debug, PartialEq, Trigger)]
#[trigger(
    "io.kestra.plugin.core.http.Trigger",
    was("io.kestra.plugin.fs.http.Trigger"),
    outputs = crate::tasks::http_request::RequestOutputs,
    able(Polling)
)]
pub struct Trigger {
    /// Where to ask.
    pub uri: String,
    /// How long between questions.
    #[default("PT1M")]
    #[fixed]
    pub interval: SignedDuration,
    /// What must hold of the answer: `{{ response.statusCode == 200 }}`.
    #[default("{{ response.statusCode < 400 }}")]
    pub response_condition: Option<String>,
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
    #[versions(since = "1.1")]
    pub params: Option<IndexMap<Text, Value>>,
    /// How the request is made.
    #[fixed]
    pub options: Option<HttpOptions>,
    /// Whether the answer is encrypted where it is kept.
    #[default(false)]
    pub encrypt_body: bool,
    /// How certificates are checked.
    #[fixed]
    #[versions(until = "2.0")]
    #[obsolete("use `options.ssl`")]
    pub ssl_options: Option<SslOptions>,
    /// Whether it fires while an execution it started is still running.
    #[default(false)]
    #[fixed]
    #[versions(until = "2.0")]
    pub allow_concurrent: bool,
}
