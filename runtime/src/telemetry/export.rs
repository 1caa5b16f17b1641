//! Spans on their way to a collector, over OTLP/HTTP in JSON: gathered, sent together, and left out rather than kept
//! for ever where the collector does not take them.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::meters::Meters;
use super::span::{Span, export};
use crate::client::{Client, Options, Request};

/// Where spans go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The address that takes spans, as `http://collector:4318/v1/traces`.
    pub traces: Uri,
    /// Headers of each request; their values are secret.
    pub headers: Vec<(String, String)>,
    /// What this server is called.
    pub service: String,
}

/// As many spans wait at the most.
const WAITING: usize = 4_096;

/// As many go with one request.
const AT_ONCE: usize = 512;

/// Spans of this time are sent together.
const MOMENT: Duration = Duration::from_secs(1);

/// So often a request is tried, with longer and longer pauses.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(500);

/// How long an answer of a collector is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

enum Message {
    Span(Box<Span>),
    Flush(oneshot::Sender<()>),
}

/// The way of spans to a collector; a cheap clone leads to the same.
#[derive(Clone)]
pub struct Exporter {
    waiting: mpsc::Sender<Message>,
    meters: Arc<Meters>,
}

impl Destination {
    /// A destination below an address such as `http://collector:4318`.
    ///
    /// # Errors
    ///
    /// What is wrong with the address or a header.
    pub fn new(endpoint: &str, headers: Vec<(String, String)>, service: &str) -> Result<Self, String> {
        let traces = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
        let traces: Uri = traces.parse().map_err(|_| format!("`{endpoint}` is no address"))?;
        if !matches!(traces.scheme_str(), Some("http" | "https")) {
            return Err(format!("`{endpoint}` is no address: write http://HOST:4318"));
        }
        for (name, value) in &headers {
            let name_holds = http::HeaderName::from_bytes(name.as_bytes()).is_ok();
            if !name_holds || HeaderValue::from_str(value).is_err() {
                return Err(format!("the header `{name}` holds characters that no header can"));
            }
        }
        Ok(Self { traces, headers, service: service.to_owned() })
    }
}

impl Exporter {
    /// Begins to export.
    pub(crate) fn start(destination: Destination, client: Client, meters: Arc<Meters>) -> Self {
        let (waiting, received) = mpsc::channel(WAITING);
        tokio::spawn(Sending { destination, client, meters: Arc::clone(&meters) }.run(received));
        Self { waiting, meters }
    }

    /// Hands a span over; it is left out where too many wait already.
    pub fn add(&self, span: Span) {
        if self.waiting.try_send(Message::Span(Box::new(span))).is_err() {
            self.meters.spans_dropped.add(1);
        }
    }

    /// Sends what waits; returns when that is done, or the time is over.
    pub async fn flush(&self, within: Duration) {
        let (sender, done) = oneshot::channel();
        let flushed = async {
            if self.waiting.send(Message::Flush(sender)).await.is_ok() {
                // A sender that is gone has nothing more to send.
                let _ = done.await;
            }
        };
        if tokio::time::timeout(within, flushed).await.is_err() {
            tracing::warn!("some spans were not exported in time");
        }
    }
}

struct Sending {
    destination: Destination,
    client: Client,
    meters: Arc<Meters>,
}

impl Sending {
    async fn run(self, mut received: mpsc::Receiver<Message>) {
        while let Some(message) = received.recv().await {
            let (mut spans, mut flushed) = (Vec::new(), Vec::new());
            let end = Instant::now() + MOMENT;
            let mut next = Some(message);
            while let Some(message) = next.take() {
                match message {
                    Message::Span(span) => spans.push(*span),
                    Message::Flush(done) => {
                        flushed.push(done);
                        break;
                    }
                }
                if spans.len() < AT_ONCE {
                    next = tokio::time::timeout_at(end, received.recv()).await.ok().flatten();
                }
            }
            if !spans.is_empty() {
                self.send(&spans).await;
            }
            for done in flushed {
                // Nobody may be waiting any more.
                let _ = done.send(());
            }
        }
    }

    async fn send(&self, spans: &[Span]) {
        let body: Bytes = export(&self.destination.service, spans).to_string().into();
        for tried in 0..TRIES {
            match self.ask(body.clone()).await {
                Ok(status) if status.is_success() => {
                    self.meters.spans_exported.add(spans.len() as u64);
                    return;
                }
                // What OTLP says may be tried again.
                Ok(status) if !matches!(status.as_u16(), 429 | 502..=504) => {
                    tracing::warn!(%status, "the collector refuses spans");
                    break;
                }
                Ok(status) => tracing::debug!(%status, "the collector takes no spans now"),
                Err(error) => tracing::debug!(%error, "the collector cannot be reached"),
            }
            tokio::time::sleep(PAUSE * 2_u32.pow(tried)).await;
        }
        self.meters.spans_dropped.add(spans.len() as u64);
    }

    async fn ask(&self, body: Bytes) -> Result<http::StatusCode, crate::client::ClientError> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in &self.destination.headers {
            if let (Ok(name), Ok(value)) = (http::HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
            {
                headers.insert(name, value);
            }
        }
        let options = Options { follow: false, idle: PATIENCE, ..Options::default() };
        let request = Request { method: Method::POST, uri: self.destination.traces.clone(), headers, body, options };
        self.client.send(request).await.map(|response| response.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_checked() {
        let made = Destination::new("http://collector:4318/", Vec::new(), "lanner").unwrap();
        assert_eq!(made.traces, "http://collector:4318/v1/traces");
        for (endpoint, header) in [("collector", "a"), ("ftp://collector", "a"), ("http://collector", "a b")] {
            let headers = vec![(header.to_owned(), "x".to_owned())];
            assert!(Destination::new(endpoint, headers, "lanner").is_err(), "{endpoint} {header}");
        }
    }
}
