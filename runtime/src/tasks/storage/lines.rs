//! The lines of a file, read one after another.

use bytes::{Buf, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::Fuse;
use plan::Failure;

use crate::storage::{FileUri, Opened};
use crate::tasks::Host;
use crate::tasks::host::cannot_read;

/// A file that is read line by line.
pub(super) struct Lines {
    from: FileUri,
    opened: Fuse<Opened>,
    read: BytesMut,
    /// So many bytes of what was read hold no end of a line.
    searched: usize,
}

impl Lines {
    /// Opens a file.
    pub(super) async fn open(host: &Host, from: &FileUri) -> Result<Self, Failure> {
        let opened = host.storage.open(from).await.map_err(|error| cannot_read(from, &error))?;
        Ok(Self { from: from.clone(), opened: opened.fuse(), read: BytesMut::new(), searched: 0 })
    }

    /// The next line without its end, `\n` or `\r\n`; `None` behind the last one.
    pub(super) async fn next(&mut self) -> Result<Option<BytesMut>, Failure> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.read[self.searched..]) {
                let mut line = self.read.split_to(self.searched + end);
                self.read.advance(1);
                self.searched = 0;
                if line.last() == Some(&b'\r') {
                    line.truncate(line.len() - 1);
                }
                return Ok(Some(line));
            }
            self.searched = self.read.len();
            match self.opened.next().await {
                Some(piece) => {
                    let piece = piece.map_err(|error| cannot_read(&self.from, &error))?;
                    self.read.extend_from_slice(&piece);
                }
                None if self.read.is_empty() => return Ok(None),
                None => {
                    self.searched = 0;
                    return Ok(Some(std::mem::take(&mut self.read)));
                }
            }
        }
    }
}
