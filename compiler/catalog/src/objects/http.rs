//! Settings of HTTP requests.

use crate::prelude::*;

/// How an HTTP request is made.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct HttpOptions {
    /// Whether an answer of 400 or above is no failure.
    #[default(false)]
    #[property]
    pub allow_failed: bool,
    /// Codes of 400 or above that are no failure.
    #[property]
    pub allowed_response_codes: Option<Vec<i64>>,
    /// How the request authenticates.
    pub auth: Option<HttpAuth>,
    /// The password.
    #[versions(until = "2.0")]
    #[obsolete("use `auth` with the type `BASIC`")]
    pub basic_auth_password: Option<String>,
    /// The user.
    #[versions(until = "2.0")]
    #[obsolete("use `auth` with the type `BASIC`")]
    pub basic_auth_user: Option<String>,
    /// How long to wait for a connection.
    #[versions(until = "2.0")]
    #[obsolete("use `timeout.connectTimeout`")]
    pub connect_timeout: Option<SignedDuration>,
    /// Without effect.
    #[versions(until = "2.0")]
    #[obsolete("it has no effect")]
    pub connection_pool_idle_timeout: Option<SignedDuration>,
    /// The character set of answers that name none.
    #[default("UTF-8")]
    #[property]
    pub default_charset: String,
    /// Whether idle connections are kept open.
    #[default(true)]
    #[property]
    pub enabled_tcp_extended_keep_alive: bool,
    /// Whether redirections are followed.
    #[default(true)]
    #[property]
    pub follow_redirects: bool,
    /// What is logged of requests and answers.
    #[versions(until = "2.0")]
    #[obsolete("list what is logged under `logs`")]
    pub log_level: Option<HttpLogLevel>,
    /// What is logged of requests and answers.
    pub logs: Option<Vec<HttpLog>>,
    /// Without effect.
    #[versions(until = "2.0")]
    #[obsolete("it has no effect")]
    pub max_content_length: Option<i64>,
    /// The proxy in between.
    pub proxy: Option<HttpProxy>,
    /// The proxy's host.
    #[versions(until = "2.0")]
    #[obsolete("use `proxy.address`")]
    pub proxy_address: Option<String>,
    /// The proxy's password.
    #[versions(until = "2.0")]
    #[obsolete("use `proxy.password`")]
    pub proxy_password: Option<String>,
    /// The proxy's port.
    #[versions(until = "2.0")]
    #[obsolete("use `proxy.port`")]
    pub proxy_port: Option<i64>,
    /// The kind of proxy.
    #[versions(until = "2.0")]
    #[obsolete("use `proxy.type`")]
    pub proxy_type: Option<ProxyKind>,
    /// The proxy's user.
    #[versions(until = "2.0")]
    #[obsolete("use `proxy.username`")]
    pub proxy_username: Option<String>,
    /// Without effect.
    #[versions(until = "2.0")]
    #[obsolete("it has no effect")]
    pub read_idle_timeout: Option<SignedDuration>,
    /// How long to wait for an answer.
    #[versions(until = "2.0")]
    #[obsolete("use `timeout.readIdleTimeout`")]
    pub read_timeout: Option<SignedDuration>,
    /// How certificates are checked.
    pub ssl: Option<SslOptions>,
    /// How long to wait.
    pub timeout: Option<HttpTimeout>,
}

/// How a request authenticates.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(tag = "type")]
pub enum HttpAuth {
    /// With user and password.
    #[name("BASIC")]
    BasicAuth(BasicAuth),
    /// With a token.
    #[name("BEARER")]
    BearerAuth(BearerAuth),
    /// With user and password, which are not sent in clear.
    #[name("DIGEST")]
    DigestAuth(DigestAuth),
}

/// User and password.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct BasicAuth {
    /// The password.
    #[property]
    #[secret]
    pub password: Option<String>,
    /// The kind of proxy.
    #[default("BASIC")]
    pub r#type: HttpAuthType,
    /// The user.
    #[property]
    pub username: Option<String>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct BearerAuth {
    /// The token.
    #[property]
    #[secret]
    pub token: Option<String>,
    /// The kind of proxy.
    #[default("BEARER")]
    pub r#type: HttpAuthType,
}

/// User and password, hashed.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DigestAuth {
    /// The kind of authentication.
    #[default("DIGEST")]
    pub r#type: HttpAuthType,
    /// The password.
    #[property]
    #[secret]
    pub password: Option<String>,
    /// The user.
    #[property]
    pub username: Option<String>,
}

/// The kind of authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum HttpAuthType {
    /// User and password.
    Basic,
    /// A token.
    Bearer,
    /// User and password, hashed.
    Digest,
}

/// What is logged of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum HttpLogLevel {
    /// Everything.
    All,
    /// Headers and bodies.
    Trace,
    /// Headers.
    Debug,
    /// Headers.
    Info,
    /// Nothing.
    Warn,
    /// Nothing.
    Error,
    /// Nothing.
    Off,
    /// Nothing.
    NotSpecified,
}

/// A part of requests and answers that is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum HttpLog {
    /// The request's headers.
    RequestHeaders,
    /// The request's body.
    RequestBody,
    /// The answer's headers.
    ResponseHeaders,
    /// The answer's body.
    ResponseBody,
}

/// A proxy between here and the server.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct HttpProxy {
    /// The host.
    #[property]
    pub address: Option<String>,
    /// The password.
    #[property]
    #[secret]
    pub password: Option<String>,
    /// The port.
    #[property]
    pub port: Option<i64>,
    /// The kind of proxy.
    #[default("DIRECT")]
    #[property]
    pub r#type: ProxyKind,
    /// The user.
    #[property]
    pub username: Option<String>,
}

/// The kind of proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ProxyKind {
    /// None.
    Direct,
    /// An HTTP proxy.
    Http,
    /// A SOCKS proxy.
    Socks,
}

/// How certificates are checked.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SslOptions {
    /// Whether any certificate is trusted; for tests only.
    #[property]
    pub insecure_trust_all_certificates: Option<bool>,
}

/// How long to wait.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct HttpTimeout {
    /// How long to wait for a connection.
    #[property]
    pub connect_timeout: Option<SignedDuration>,
    /// How long to wait for the next part of an answer.
    #[default("PT5M")]
    #[property]
    pub read_idle_timeout: SignedDuration,
}
