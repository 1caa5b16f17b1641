//! Taking a file from a server.

use crate::objects::http::{HttpOptions, SslOptions};
use crate::prelude::*;

/// Take a file from a server.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: data
///     type: io.kestra.plugin.core.http.Download
///     uri: https://example.com/data.csv
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.http.Download",
    was("io.kestra.plugin.fs.http.Download"),
    outputs = DownloadOutputs
)]
pub struct Download {
    /// Where the file is.
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
    /// The name of the file.
    #[versions(since = "1.2")]
    pub save_as: Option<String>,
    /// Whether an empty file is a failure.
    #[default(true)]
    pub fail_on_empty_response: bool,
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

/// The file.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DownloadOutputs {
    /// The file.
    #[file]
    pub uri: Uri,
    /// The status.
    pub code: i64,
    /// The headers of the answer.
    pub headers: IndexMap<Text, Vec<String>>,
    /// The size of the file in bytes.
    pub length: Option<i64>,
}
