//! Server-sent events: a response that goes on (WHATWG HTML §9.2).

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderValue};
use tokio::sync::mpsc;

use super::body::Body;
use super::context::StreamPlace;
use super::problem::Problem;
use super::request::Request;
use super::response::Response;

/// How often a comment is sent on a stream without events, so that no proxy takes it for dead.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The sending half of an open stream.
pub struct Events {
    sender: mpsc::Sender<Bytes>,
    /// The stream's place among those that may be open at once.
    place: StreamPlace,
}

/// What a stream ends with when the server stops: browsers come again after this many milliseconds.
const STOPPING: &[u8] = b": the server is stopping\nretry: 2000\n\n";

impl Drop for Events {
    fn drop(&mut self) {
        if self.place.is_draining() {
            // A client that is slow or gone does without.
            let _ = self.sender.try_send(Bytes::from_static(STOPPING));
        }
    }
}

/// One event.
#[derive(Clone, Copy, Debug, Default)]
pub struct Event<'a> {
    /// What a client that comes back names as the last it has seen.
    pub id: Option<&'a str>,
    /// The kind; `message` where absent.
    pub kind: Option<&'a str>,
    /// The content; a line break makes a further line.
    pub data: &'a str,
}

/// What stands in the `id` of an API's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// The kind of the event, as Kestra has it; a stream then begins anew each time.
    Kinds,
    /// The number of the change (`?ids=sequence`), behind which `Last-Event-ID` goes on.
    Sequence {
        /// The last change that the client has seen.
        seen: Option<u64>,
    },
}

impl Ids {
    /// What a client asks for.
    ///
    /// # Errors
    ///
    /// 422 for other words than `kind` and `sequence`.
    pub fn read(request: &Request) -> Result<Self, Problem> {
        match request.query.given("ids") {
            None | Some("kind") => Ok(Self::Kinds),
            Some("sequence") => {
                Ok(Self::Sequence { seen: request.header("last-event-id").and_then(|text| text.parse().ok()) })
            }
            Some(other) => {
                Err(Problem::argument(format!("`{other}` is no kind of ids; there are `kind` and `sequence`")))
            }
        }
    }

    /// The change behind which the stream begins.
    pub fn seen(self) -> Option<u64> {
        match self {
            Self::Kinds => None,
            Self::Sequence { seen } => seen,
        }
    }

    /// The id of an event that tells a change whole.
    pub fn of(self, kind: &'static str, sequence: u64) -> Cow<'static, str> {
        match self {
            Self::Kinds => Cow::Borrowed(kind),
            Self::Sequence { .. } => Cow::Owned(sequence.to_string()),
        }
    }

    /// The id of an event that tells a change in part.
    pub fn kind(self, kind: &'static str) -> Option<Cow<'static, str>> {
        match self {
            Self::Kinds => Some(Cow::Borrowed(kind)),
            Self::Sequence { .. } => None,
        }
    }
}

/// Nobody reads the stream any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

impl Events {
    /// An open stream and the response that carries it.
    pub fn open(place: StreamPlace) -> (Self, Response) {
        let (sender, body) = Body::channel();
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
        // nginx would collect events otherwise.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        (Self { sender, place }, response)
    }

    /// Sends an event; waits while the client is slow.
    ///
    /// # Errors
    ///
    /// Where the client is gone.
    pub async fn send(&self, event: Event<'_>) -> Result<(), Closed> {
        self.sender.send(event.frame().into()).await.map_err(|_| Closed)
    }

    /// Sends a comment, which clients ignore.
    ///
    /// # Errors
    ///
    /// Where the client is gone.
    pub async fn keep_alive(&self) -> Result<(), Closed> {
        self.sender.send(Bytes::from_static(b":\n\n")).await.map_err(|_| Closed)
    }

    /// Ready when the client is gone, may no longer read this, or the server is stopping.
    pub async fn closed(&self) {
        tokio::select! {
            () = self.sender.closed() => {}
            () = self.place.over() => {}
        }
    }
}

impl Event<'_> {
    /// The bytes of an event: comment, id, event, data, in the order Kestra writes them.
    pub fn frame(&self) -> String {
        let one_line = |text: &str| text.replace(['\r', '\n', '\0'], " ");
        let mut frame = String::with_capacity(self.data.len() + 32);
        for (field, value) in [("id", self.id), ("event", self.kind)] {
            if let Some(value) = value {
                frame.push_str(field);
                frame.push_str(": ");
                frame.push_str(&one_line(value));
                frame.push('\n');
            }
        }
        for line in self.data.split('\n') {
            frame.push_str("data: ");
            frame.push_str(line.trim_end_matches('\r'));
            frame.push('\n');
        }
        frame.push('\n');
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_as_clients_of_kestra_expect() {
        let event = Event { id: Some("progress"), kind: None, data: "{\"id\":\"5jN\"}" };
        assert_eq!(event.frame(), "id: progress\ndata: {\"id\":\"5jN\"}\n\n");
    }

    #[test]
    fn nothing_breaks_out_of_its_field() {
        let event = Event { id: Some("a\nb"), kind: Some("k\r\nid: x"), data: "one\ntwo\r\nid: y" };
        assert_eq!(event.frame(), "id: a b\nevent: k  id: x\ndata: one\ndata: two\ndata: id: y\n\n");
    }
}
