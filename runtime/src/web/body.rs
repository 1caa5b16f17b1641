//! The body of a response: known in full, or sent piece by piece by a task.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::sync::mpsc;

/// A response's body.
#[derive(Debug)]
pub enum Body {
    /// Known in full; taken when sent.
    Full(Option<Bytes>),
    /// Sent piece by piece, in the order received; ends when the sender goes.
    Stream {
        /// Where the pieces come from.
        pieces: mpsc::Receiver<Bytes>,
        /// The bytes still to come, where that is known beforehand.
        remaining: Option<u64>,
    },
}

impl Body {
    /// A body without a byte.
    pub fn empty() -> Self {
        Self::Full(None)
    }

    /// A body that a task sends, of a length not known beforehand.
    pub fn channel() -> (mpsc::Sender<Bytes>, Self) {
        let (sender, pieces) = mpsc::channel(16);
        (sender, Self::Stream { pieces, remaining: None })
    }

    /// A body that a task sends, of a known length.
    pub fn sized_channel(length: u64) -> (mpsc::Sender<Bytes>, Self) {
        let (sender, pieces) = mpsc::channel(4);
        (sender, Self::Stream { pieces, remaining: Some(length) })
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self::Full(Some(bytes.into()).filter(|bytes| !bytes.is_empty()))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Full(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Stream { pieces, remaining } => pieces.poll_recv(context).map(|piece| {
                piece.map(|piece| {
                    if let Some(remaining) = remaining {
                        *remaining = remaining.saturating_sub(piece.len() as u64);
                    }
                    Ok(Frame::data(piece))
                })
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Full(bytes) => bytes.is_none(),
            Self::Stream { remaining, .. } => *remaining == Some(0),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Full(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Stream { remaining: Some(length), .. } => SizeHint::with_exact(*length),
            Self::Stream { remaining: None, .. } => SizeHint::default(),
        }
    }
}
