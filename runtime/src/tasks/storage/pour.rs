//! A file that a task writes piece by piece, so that none of it has to lie in memory as a whole.

use std::io;

use bytes::{Bytes, BytesMut};
use futures_util::stream;
use plan::Failure;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::storage::FileUri;
use crate::tasks::Host;
use crate::tasks::host::cannot_write;

/// So many bytes are gathered before they are handed on; a shorter file is written at once.
const PIECE: usize = 64 * 1024;

/// So many pieces wait for the storage at the most.
const WAITING: usize = 4;

/// A file that is being written.
pub(super) struct Pour {
    uri: FileUri,
    gathered: BytesMut,
    written: usize,
    on_its_way: Option<OnItsWay>,
}

struct OnItsWay {
    pieces: mpsc::Sender<Piece>,
    written: JoinHandle<io::Result<u64>>,
}

enum Piece {
    Bytes(Bytes),
    /// There are no more; a file without an end is not kept.
    End,
}

impl Pour {
    /// A file under a name nobody else has, with an ending such as `.csv`.
    pub(super) fn begin(host: &Host, extension: &str) -> Self {
        let uri = host.file(&host.fresh_name(extension));
        Self { uri, gathered: BytesMut::new(), written: 0, on_its_way: None }
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> usize {
        self.written
    }

    /// Puts bytes behind those that are there.
    pub(super) async fn add(&mut self, host: &Host, bytes: &[u8]) -> Result<(), Failure> {
        self.gathered.extend_from_slice(bytes);
        self.written += bytes.len();
        if self.gathered.len() < PIECE {
            return Ok(());
        }
        let piece = self.gathered.split().freeze();
        let on_its_way = self.on_its_way.get_or_insert_with(|| OnItsWay::begin(host, &self.uri));
        // Where the storage has said no, the end of the file tells why.
        let _ = on_its_way.pieces.send(Piece::Bytes(piece)).await;
        Ok(())
    }

    /// The file is whole; its address.
    pub(super) async fn finish(self, host: &Host) -> Result<FileUri, Failure> {
        let written = match self.on_its_way {
            None => host.storage.put(&self.uri, self.gathered.freeze()).await,
            Some(OnItsWay { pieces, written }) => {
                let _ = pieces.send(Piece::Bytes(self.gathered.freeze())).await;
                let _ = pieces.send(Piece::End).await;
                written.await.unwrap_or_else(|error| Err(io::Error::other(error)))
            }
        };
        written.map_err(|error| cannot_write(&error))?;
        Ok(self.uri)
    }
}

impl OnItsWay {
    fn begin(host: &Host, uri: &FileUri) -> Self {
        let (pieces, arriving) = mpsc::channel(WAITING);
        let content = stream::unfold(Some(arriving), |arriving| async {
            let mut arriving: mpsc::Receiver<Piece> = arriving?;
            match arriving.recv().await {
                Some(Piece::Bytes(bytes)) => Some((Ok(bytes), Some(arriving))),
                Some(Piece::End) => None,
                None => Some((Err(io::Error::other("the task was stopped")), None)),
            }
        });
        let (storage, uri, limit) = (host.storage.clone(), uri.clone(), host.file_limit);
        let written = tokio::spawn(async move { storage.write(&uri, Box::pin(content), limit).await });
        Self { pieces, written }
    }
}
