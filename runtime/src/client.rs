//! The HTTP client of tasks and expressions: pooled connections, TLS, redirects, and nothing kept in memory
//! that can be streamed.

mod decode;
mod request;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::settings::Redirects;

pub(crate) use request::{Options, Request, Trust};

/// Sends requests; a cheap clone shares its connections.
#[derive(Clone)]
pub(crate) struct Client {
    inner: Arc<Inner>,
    /// The place in a trace that requests name, where they name none.
    traceparent: Option<HeaderValue>,
}

struct Inner {
    trusting_roots: Pool<HttpsConnector<HttpConnector>, Full<Bytes>>,
    trusting_all: std::sync::OnceLock<Pool<HttpsConnector<HttpConnector>, Full<Bytes>>>,
    redirects: Redirects,
}

/// An answer whose head has arrived.
#[derive(Debug)]
pub(crate) struct Response {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// Where the answer came from, after redirects.
    pub(crate) uri: Uri,
    body: Incoming,
    idle: Duration,
}

/// Why there is no answer, in one line.
#[derive(Debug)]
pub(crate) struct ClientError(pub(crate) String);

impl std::fmt::Display for ClientError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for ClientError {}

/// How many redirects are followed.
const HOPS: usize = 10;

/// How long a connection may take where nothing is said.
const CONNECT: Duration = Duration::from_secs(10);

impl Client {
    /// A client whose requests to some hosts go elsewhere.
    pub(crate) fn new(redirects: Redirects) -> Self {
        let trusting_roots = pool(trust_roots());
        let inner = Arc::new(Inner { trusting_roots, trusting_all: std::sync::OnceLock::new(), redirects });
        Self { inner, traceparent: None }
    }

    /// The same client, whose requests name a place in a trace (W3C Trace Context).
    #[must_use]
    pub(crate) fn within(self, traceparent: Option<HeaderValue>) -> Self {
        Self { traceparent, ..self }
    }

    /// Sends a request, follows redirects where asked to, and waits for the head of the answer.
    pub(crate) async fn send(&self, request: Request) -> Result<Response, ClientError> {
        let Request { mut method, mut uri, mut headers, mut body, options } = request;
        if let Some(traceparent) = &self.traceparent {
            headers.entry("traceparent").or_insert_with(|| traceparent.clone());
        }
        let pool = match options.trust {
            Trust::Roots => &self.inner.trusting_roots,
            Trust::All => self.inner.trusting_all.get_or_init(|| pool(trust_all())),
        };
        for _ in 0..=HOPS {
            let target = self.inner.redirects.apply(uri.clone());
            let outgoing = build(&method, &uri, target, &headers, body.clone())?;
            let limit = options.connect.unwrap_or(CONNECT) + options.idle;
            let answer = match tokio::time::timeout(limit, pool.request(outgoing)).await {
                Ok(answer) => answer.map_err(|error| ClientError(explain(&uri, &error)))?,
                Err(_) => return Err(ClientError(format!("{} did not answer within {limit:?}", origin(&uri)))),
            };
            let (head, content) = answer.into_parts();
            let next = options.follow.then(|| location(&uri, head.status, &head.headers)).flatten();
            let Some(next) = next else {
                return Ok(Response {
                    status: head.status,
                    headers: head.headers,
                    uri,
                    body: content,
                    idle: options.idle,
                });
            };
            if changes_to_get(&method, head.status) {
                method = Method::GET;
                body = Bytes::new();
                headers.remove(header::CONTENT_TYPE);
            }
            if next.authority() != uri.authority() {
                headers.remove(header::AUTHORIZATION);
                headers.remove(header::COOKIE);
            }
            uri = next;
        }
        Err(ClientError(format!("{} redirects more than {HOPS} times", origin(&uri))))
    }
}

impl Response {
    /// The next part of the body; `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, ClientError> {
        loop {
            let frame = tokio::time::timeout(self.idle, self.body.frame()).await;
            let frame = frame.map_err(|_| ClientError(format!("{} stopped sending", origin(&self.uri))))?;
            match frame.transpose().map_err(|error| ClientError(explain(&self.uri, &error)))? {
                None => return Ok(None),
                Some(frame) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }

    /// The whole body, no longer than the limit in bytes, unpacked where the answer says it is packed.
    pub(crate) async fn bytes(self, limit: usize) -> Result<Bytes, ClientError> {
        let too_long = || format!("the answer of {} is longer than the {limit} bytes allowed", origin(&self.uri));
        let body = Limited::new(self.body, limit).collect();
        let body = body.await.map_err(|error| match error.downcast_ref::<http_body_util::LengthLimitError>() {
            Some(_) => ClientError(too_long()),
            None => ClientError(format!("the answer of {} broke off: {error}", origin(&self.uri))),
        })?;
        decode::unpack(&self.headers, body.to_bytes(), limit).map_err(|error| ClientError(error.to_string()))
    }
}

fn build(
    method: &Method,
    uri: &Uri,
    target: Uri,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<http::Request<Full<Bytes>>, ClientError> {
    let mut request = http::Request::new(Full::new(body));
    *request.method_mut() = method.clone();
    *request.headers_mut() = headers.clone();
    // A redirected request still names the host it was meant for.
    if let Some(authority) = uri.authority() {
        let host = authority.as_str().rsplit('@').next().unwrap_or_default();
        let host = host.parse().map_err(|_| ClientError(format!("`{host}` is no host")))?;
        request.headers_mut().entry(header::HOST).or_insert(host);
    }
    *request.uri_mut() = target;
    Ok(request)
}

/// Where a redirect leads; `None` where the answer is none.
fn location(from: &Uri, status: StatusCode, headers: &HeaderMap) -> Option<Uri> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let to = headers.get(header::LOCATION)?.to_str().ok()?;
    resolve(from, to)
}

/// A reference relative to an address, as far as servers use it.
fn resolve(from: &Uri, to: &str) -> Option<Uri> {
    let to = to.split('#').next().unwrap_or_default();
    if to.contains("://") {
        return to.parse().ok();
    }
    let (scheme, authority) = (from.scheme_str()?, from.authority()?);
    let absolute = if let Some(rest) = to.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if to.starts_with('/') {
        format!("{scheme}://{authority}{to}")
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{to}")
    };
    absolute.parse().ok()
}

/// Whether a redirect turns the request into a plain question (RFC 9110, 15.4).
fn changes_to_get(method: &Method, status: StatusCode) -> bool {
    match status.as_u16() {
        303 => method != Method::HEAD,
        301 | 302 => method == Method::POST,
        _ => false,
    }
}

fn pool(tls: rustls::ClientConfig) -> Pool<HttpsConnector<HttpConnector>, Full<Bytes>> {
    let mut plain = HttpConnector::new();
    plain.enforce_http(false);
    plain.set_nodelay(true);
    plain.set_connect_timeout(Some(CONNECT));
    let connector =
        HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(plain);
    Pool::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector)
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn builder() -> rustls::ConfigBuilder<rustls::ClientConfig, rustls::WantsVerifier> {
    let versions = rustls::ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    versions.expect("ring has ciphers for every version of TLS")
}

fn trust_roots() -> rustls::ClientConfig {
    let verifier = request::LazyRoots::default();
    builder().dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
}

fn trust_all() -> rustls::ClientConfig {
    let verifier = request::AnyCertificate(provider());
    builder().dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
}

/// Scheme, host and port: all that a message may name, since path and query may hold secrets.
fn origin(uri: &Uri) -> String {
    let host = uri.authority().map_or("", |authority| authority.as_str().rsplit('@').next().unwrap_or_default());
    format!("{}://{host}", uri.scheme_str().unwrap_or("http"))
}

/// The innermost reason, which is the one that tells something.
fn explain(uri: &Uri, error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    format!("cannot reach {}: {innermost}", origin(uri))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_are_resolved() {
        let from: Uri = "https://example.com/a/b?c".parse().expect("a URI");
        for (to, expected) in [
            ("https://other.org/x", "https://other.org/x"),
            ("/x?y#z", "https://example.com/x?y"),
            ("x", "https://example.com/a/x"),
            ("//cdn.org/x", "https://cdn.org/x"),
        ] {
            assert_eq!(resolve(&from, to), Some(expected.parse().expect("a URI")), "{to}");
        }
    }

    #[test]
    fn messages_name_no_paths() {
        let uri: Uri = "https://user:word@example.com:8443/secret?token=x".parse().expect("a URI");
        assert_eq!(origin(&uri), "https://example.com:8443");
    }
}
