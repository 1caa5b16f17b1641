//! Spans on their way to a collector, over OTLP/HTTP in JSON: gathered, sent together, and left out rather than kept
//! for ever where the collector does not take them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use tokio::sync::{Notify, oneshot};

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

/// The way of spans to a collector.
pub struct Exporter {
    queue: Arc<Queue>,
    meters: Arc<Meters>,
}

/// What waits to be sent. Who hands a span over wakes nobody, but for the first one and where there are enough for a
/// request.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    /// There is a span, there are enough of them, or somebody waits for them to be sent.
    bell: Notify,
}

#[derive(Default)]
struct Waiting {
    spans: Vec<Span>,
    flushes: Vec<oneshot::Sender<()>>,
    /// Nobody hands over any more.
    is_over: bool,
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
        let queue = Arc::<Queue>::default();
        let sending = Sending { destination, client, meters: Arc::clone(&meters), queue: Arc::clone(&queue) };
        tokio::spawn(sending.run());
        Self { queue, meters }
    }

    /// Hands a span over; it is left out where too many wait already.
    pub fn add(&self, span: Span) {
        let waiting = {
            let mut waiting = self.queue.lock();
            if waiting.spans.len() < WAITING {
                waiting.spans.push(span);
                waiting.spans.len()
            } else {
                0
            }
        };
        match waiting {
            0 => self.meters.spans_dropped.add(1),
            1 | AT_ONCE => self.queue.bell.notify_one(),
            _ => {}
        }
    }

    /// Sends what waits; returns when that is done, or the time is over.
    pub async fn flush(&self, within: Duration) {
        let (sender, done) = oneshot::channel();
        self.queue.lock().flushes.push(sender);
        self.queue.bell.notify_one();
        // A sender that is gone has nothing more to send.
        if tokio::time::timeout(within, done).await.is_err() {
            tracing::warn!("some spans were not exported in time");
        }
    }
}

impl Drop for Exporter {
    fn drop(&mut self) {
        self.queue.lock().is_over = true;
        self.queue.bell.notify_one();
    }
}

impl Queue {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Whether something is to be done at once.
    fn is_urgent(&self) -> bool {
        self.spans.len() >= AT_ONCE || !self.flushes.is_empty() || self.is_over
    }

    /// What goes with one request, oldest first.
    fn take(&mut self) -> Vec<Span> {
        let rest = self.spans.split_off(self.spans.len().min(AT_ONCE));
        std::mem::replace(&mut self.spans, rest)
    }
}

struct Sending {
    destination: Destination,
    client: Client,
    meters: Arc<Meters>,
    queue: Arc<Queue>,
}

impl Sending {
    async fn run(self) {
        let mut is_empty = true;
        loop {
            if is_empty {
                self.queue.bell.notified().await;
            }
            if !self.queue.lock().is_urgent() {
                // Who rings within this time is in a hurry.
                let _ = tokio::time::timeout(MOMENT, self.queue.bell.notified()).await;
            }
            let (is_over, flushes) = {
                let mut waiting = self.queue.lock();
                (waiting.is_over, std::mem::take(&mut waiting.flushes))
            };
            loop {
                let spans = self.queue.lock().take();
                if !spans.is_empty() {
                    self.send(&spans).await;
                }
                let waiting = self.queue.lock();
                is_empty = waiting.spans.is_empty();
                // What came in the meantime waits for more to go with it.
                if is_empty || (flushes.is_empty() && !is_over && !waiting.is_urgent()) {
                    break;
                }
            }
            for done in flushes {
                // Nobody may be waiting any more.
                let _ = done.send(());
            }
            if is_over {
                return;
            }
        }
    }

    async fn send(&self, spans: &[Span]) {
        let body: Bytes = export(&self.destination.service, spans).into();
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
