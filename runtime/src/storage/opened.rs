//! A file of internal storage that is being read, piece by piece.

use std::io::{self, Seek as _, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{BoxStream, Stream, StreamExt, TryStreamExt, try_unfold};
use object_store::{GetResult, GetResultPayload};
use tokio::io::AsyncReadExt;

use super::failure::plain;

/// The pieces in which a file on disk is read, in bytes.
const PIECE: usize = 64 * 1024;

/// What a file holds, or a part of it, as it is read.
pub struct Opened {
    /// How long that is, in bytes.
    pub size: u64,
    pieces: BoxStream<'static, io::Result<Bytes>>,
}

impl Opened {
    pub(super) fn of(result: GetResult) -> io::Result<Self> {
        let Range { start, end } = result.range;
        let size = end.saturating_sub(start);
        let pieces = match result.payload {
            GetResultPayload::File(mut file, _) => {
                file.seek(SeekFrom::Start(start))?;
                pieces(tokio::fs::File::from_std(file), size).boxed()
            }
            GetResultPayload::Stream(pieces) => pieces.map_err(plain).boxed(),
        };
        Ok(Self { size, pieces })
    }

    /// A file of the disk, which is not in internal storage yet.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub async fn on_disk(path: &std::path::Path) -> io::Result<Self> {
        let file = tokio::fs::File::open(path).await?;
        let size = file.metadata().await?.len();
        Ok(Self { size, pieces: pieces(file, size).boxed() })
    }

    /// Everything in one piece.
    ///
    /// # Errors
    ///
    /// When it is longer than `most` bytes, or cannot be read.
    pub async fn whole(mut self, most: u64) -> io::Result<Vec<u8>> {
        if self.size > most {
            return Err(too_long(self.size, most));
        }
        let mut whole = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default());
        while let Some(piece) = self.pieces.next().await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole)
    }
}

pub(super) fn too_long(size: u64, most: u64) -> io::Error {
    let message = format!("it has {size} bytes, and no more than {most} are taken here");
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

/// The first bytes of a file on disk, in pieces.
fn pieces(file: tokio::fs::File, length: u64) -> impl Stream<Item = io::Result<Bytes>> + Send {
    try_unfold(file.take(length), |mut file| async move {
        let mut piece = BytesMut::with_capacity(PIECE);
        let read = file.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (piece.freeze(), file)))
    })
}

impl Stream for Opened {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll_next_unpin(context)
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Opened").field("size", &self.size).finish_non_exhaustive()
    }
}
