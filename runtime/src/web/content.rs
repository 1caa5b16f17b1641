//! The body of a request, read with limits on its size, its parts, and the patience with its sender.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::problem::Problem;
use super::settings::Limits;

/// What a client sends after the headers.
#[derive(Debug)]
pub struct Content {
    source: Source,
    declared: Option<u64>,
    received: u64,
    limit: u64,
    parts: usize,
    patience: Duration,
    /// When all of it must be here; counted from the first look at it.
    end: Option<Instant>,
    whole: Duration,
    leftover: Leftover,
}

/// Where the body of a request goes that was not read to its end: a connection can go on only behind it.
#[derive(Clone, Debug, Default)]
pub struct Leftover(Arc<Mutex<Option<Incoming>>>);

/// The most bytes that are read and thrown away for a connection to go on.
const WORTH_READING: usize = 256 * 1024;

/// How long a client may take to send them.
const WORTH_WAITING: Duration = Duration::from_secs(2);

impl Leftover {
    /// Whether the body was read to its end.
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Reads what nobody wanted; whether the connection can go on.
    pub async fn drain(&self) -> bool {
        let Some(mut body) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return true };
        let rest = async {
            let mut read = 0;
            while let Some(frame) = body.frame().await {
                let Ok(frame) = frame else { return false };
                read += frame.data_ref().map_or(0, Bytes::len);
                if read > WORTH_READING {
                    return false;
                }
            }
            true
        };
        tokio::time::timeout(WORTH_WAITING, rest).await.unwrap_or(false)
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        let source = std::mem::replace(&mut self.source, Source::Memory(VecDeque::new()));
        if let Source::Network(body) = source
            && !hyper::body::Body::is_end_stream(&body)
        {
            *self.leftover.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        }
    }
}

/// Forms of our own tests have no more parts.
const MOST_PARTS: usize = 1_000;

/// Longer than this nobody waits for a body, whatever settings say.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);

#[derive(Debug)]
enum Source {
    Network(Incoming),
    Memory(VecDeque<Bytes>),
}

impl Content {
    /// Reads from a connection a document, unless a handler allows more.
    pub fn network(body: Incoming, limits: &Limits, leftover: Leftover) -> Self {
        let declared = hyper::body::Body::size_hint(&body).exact();
        Self {
            source: Source::Network(body),
            declared,
            received: 0,
            limit: limits.document,
            parts: limits.parts,
            patience: limits.patience,
            end: None,
            whole: limits.upload_time,
            leftover,
        }
    }

    /// Reads pieces that are already here.
    pub fn memory(pieces: impl IntoIterator<Item = Bytes>) -> Self {
        Self {
            source: Source::Memory(pieces.into_iter().collect()),
            declared: None,
            received: 0,
            limit: u64::MAX,
            parts: MOST_PARTS,
            patience: Duration::MAX,
            end: None,
            whole: Duration::MAX,
            leftover: Leftover::default(),
        }
    }

    /// The same with another limit on the whole, in bytes.
    #[must_use]
    pub fn limited(mut self, limit: u64) -> Self {
        self.limit = limit;
        self
    }

    /// How many parts it may have, where it is a form.
    pub fn most_parts(&self) -> usize {
        self.parts
    }

    /// The next piece, `None` at the end.
    ///
    /// # Errors
    ///
    /// 413 beyond the limit, 408 where the sender pauses or takes too long, 400 where the connection breaks.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        if self.declared.is_some_and(|length| length > self.limit) {
            return Err(self.too_large());
        }
        let piece = match &mut self.source {
            Source::Memory(pieces) => pieces.pop_front(),
            Source::Network(body) => {
                let whole = self.whole.min(LONGEST);
                let end = *self.end.get_or_insert_with(|| Instant::now() + whole);
                loop {
                    let wait = end.saturating_duration_since(Instant::now()).min(self.patience);
                    let frame = tokio::time::timeout(wait, body.frame()).await.map_err(|_| {
                        Problem::new(StatusCode::REQUEST_TIMEOUT, "the request's body stopped arriving")
                    })?;
                    match frame {
                        None => break None,
                        Some(Err(error)) => {
                            return Err(Problem::bad_request(format!("the request's body broke off: {error}")));
                        }
                        Some(Ok(frame)) => match frame.into_data() {
                            Ok(data) => break Some(data),
                            Err(_trailers) => {}
                        },
                    }
                }
            }
        };
        if let Some(piece) = &piece {
            self.received += piece.len() as u64;
            if self.received > self.limit {
                return Err(self.too_large());
            }
        }
        Ok(piece)
    }

    /// Everything in one piece.
    ///
    /// # Errors
    ///
    /// As [`Self::next`].
    pub async fn bytes(mut self) -> Result<Bytes, Problem> {
        let Some(first) = self.next().await? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await? else { return Ok(first) };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(piece) = self.next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    /// Everything as text.
    ///
    /// # Errors
    ///
    /// As [`Self::next`], and 400 where the text is not UTF-8.
    pub async fn text(self) -> Result<String, Problem> {
        String::from_utf8(self.bytes().await?.into())
            .map_err(|error| Problem::bad_request(format!("the request's body is not UTF-8: {}", error.utf8_error())))
    }

    fn too_large(&self) -> Problem {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the request is larger than {}", super::size::words(self.limit)),
        )
    }
}
