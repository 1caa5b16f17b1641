//! Asking a server.

use crate::objects::http::{HttpOptions, SslOptions};
use crate::prelude::*;

/// Make an HTTP request and take the answer.
///
/// An answer of 400 or above is a failure, unless `options.allowFailed` says otherwise.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: ask
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com/api
///     method: POST
///     body: '{"question": "why?"}'
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.http.Request",
    was("io.kestra.plugin.fs.http.Request"),
    outputs = RequestOutputs
)]
pub struct Request {
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
    #[versions(since = "1.1")]
    pub params: Option<IndexMap<Text, Value>>,
    /// How the request is made.
    #[default((
        ("allowFailed", "false"),
        ("defaultCharset", "UTF-8"),
        ("enabledTcpExtendedKeepAlive", "true"),
        ("followRedirects", "true"),
    ))]
    #[fixed]
    pub options: HttpOptions,
    /// Whether the answer is encrypted where it is kept.
    #[default(false)]
    pub encrypt_body: bool,
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

/// The answer.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct RequestOutputs {
    /// The address that answered.
    pub uri: Uri,
    /// The status.
    pub code: i64,
    /// The headers of the answer.
    pub headers: IndexMap<Text, Vec<String>>,
    /// The answer; text, or what its media type says.
    pub body: Option<Value>,
    /// The answer, encrypted.
    #[secret]
    pub encrypted_body: Option<String>,
    /// The fields of the form that was sent.
    pub form_data: Option<IndexMap<Text, Value>>,
}
