//! Files packed into one archive while it is sent, and taken out of one that was received.

use std::io::{self, Read, Write};

use bytes::Bytes;
use futures_util::StreamExt;
use http::StatusCode;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::body::Body;
use super::problem::Problem;
use crate::storage::{FileUri, Storage};

/// The pieces in which content is read and sent, in bytes.
const PIECE: usize = 64 * 1024;

/// The most entries an archive may have that is taken apart.
const MOST_ENTRIES: usize = 10_000;

/// An archive of files, each with its name; it is made while it is sent. A file that is gone in the meantime is
/// left out.
pub fn pack(storage: &Storage, files: Vec<(String, FileUri)>) -> Body {
    let (sender, body) = Body::channel();
    let storage = storage.clone();
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let sending = Sending { sender, buffer: Vec::new() };
        if let Err(error) = write(&storage, &handle, files, sending) {
            // Whoever receives it sees that its end is missing.
            tracing::warn!("an archive was not sent to its end: {error}");
        }
    });
    body
}

fn write(storage: &Storage, handle: &Handle, files: Vec<(String, FileUri)>, sending: Sending) -> io::Result<()> {
    let mut archive = ZipWriter::new_stream(sending);
    for (name, uri) in files {
        let Ok(mut opened) = handle.block_on(storage.open(&uri)) else { continue };
        let large = opened.size >= u64::from(u32::MAX);
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(large);
        archive.start_file(name, options)?;
        while let Some(piece) = handle.block_on(opened.next()) {
            archive.write_all(&piece?)?;
        }
    }
    archive.finish()?.into_inner().flush()
}

/// Writes into the body of an answer.
struct Sending {
    sender: mpsc::Sender<Bytes>,
    buffer: Vec<u8>,
}

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        if piece.is_empty() {
            return Ok(());
        }
        self.sender.blocking_send(piece).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// Gives each file of an archive to `keep`, with its name and no more than so many bytes left to write; `limit` is
/// for all of them together. The names are judged first, so that nothing is kept of an archive with a bad one.
///
/// # Errors
///
/// 422 for what is no archive or holds links or encrypted files, 413 for one that is too large unpacked, and what
/// `judge` and `keep` refuse.
pub fn unpack<T>(
    archive: impl Read + io::Seek,
    limit: u64,
    judge: impl Fn(&str) -> Result<T, Problem>,
    mut keep: impl FnMut(T, &mut dyn Iterator<Item = io::Result<Bytes>>, u64) -> Result<u64, Problem>,
) -> Result<(), Problem> {
    let unreadable = |error: zip::result::ZipError| Problem::argument(format!("the archive cannot be read: {error}"));
    let mut archive = ZipArchive::new(archive).map_err(unreadable)?;
    if archive.len() > MOST_ENTRIES {
        return Err(too_large(format!("an archive of more than {MOST_ENTRIES} files is not accepted")));
    }
    let mut wanted = Vec::new();
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(unreadable)?;
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() {
            return Err(Problem::argument("the archive holds a link, and links are not followed"));
        }
        declared = declared.saturating_add(entry.size());
        wanted.push((index, judge(&entry.name().map_err(unreadable)?)?));
    }
    let unpacked = || too_large(format!("the archive unpacks to more than {}", super::size::words(limit)));
    if declared > limit {
        return Err(unpacked());
    }
    // What an archive says of its sizes need not be true.
    let mut left = limit;
    for (index, place) in wanted {
        let mut entry = archive.by_index(index).map_err(unreadable)?;
        let mut pieces = std::iter::from_fn(|| {
            let mut piece = vec![0; PIECE];
            match entry.read(&mut piece) {
                Ok(0) => None,
                Ok(read) => {
                    piece.truncate(read);
                    Some(Ok(Bytes::from(piece)))
                }
                Err(error) => Some(Err(error)),
            }
        });
        let written = keep(place, &mut pieces, left)?;
        left = left.checked_sub(written).ok_or_else(unpacked)?;
    }
    Ok(())
}

fn too_large(message: String) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}
