//! Sending files of internal storage, piece by piece.

use std::io;

use tokio::io::AsyncReadExt as _;

use super::body::Body;
use super::context::Context;
use super::problem::Problem;
use super::response::{Answer, Disposition, file};
use crate::storage::FileUri;

/// How many bytes are read at once.
const PIECE: usize = 64 * 1024;

/// A response with the file's bytes.
///
/// # Errors
///
/// 404 where there is no such file.
pub async fn send(context: &Context, uri: &FileUri, disposition: Disposition) -> Answer {
    let storage = context.engine.storage();
    let size = storage.size(uri).await.map_err(|error| missing(uri, &error))?;
    let mut source = storage.open(uri).await.map_err(|error| missing(uri, &error))?.take(size);
    let (sender, body) = Body::sized_channel(size);
    tokio::spawn(async move {
        let mut piece = vec![0; PIECE];
        while let Ok(length @ 1..) = source.read(&mut piece).await {
            if sender.send(bytes::Bytes::copy_from_slice(&piece[..length])).await.is_err() {
                return;
            }
        }
    });
    Ok(file(uri.file_name(), disposition, body))
}

/// The first bytes of a file, and whether there are more.
///
/// # Errors
///
/// 404 where there is no such file.
pub async fn beginning(context: &Context, uri: &FileUri, most: u64) -> Result<(Vec<u8>, bool), Problem> {
    let storage = context.engine.storage();
    let size = storage.size(uri).await.map_err(|error| missing(uri, &error))?;
    let source = storage.open(uri).await.map_err(|error| missing(uri, &error))?;
    let mut bytes = Vec::new();
    source.take(most).read_to_end(&mut bytes).await.map_err(|error| missing(uri, &error))?;
    Ok((bytes, size > most))
}

fn missing(uri: &FileUri, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::not_found(format!("there is no file `{uri}`")),
        _ => Problem::internal(&format!("cannot read `{uri}`: {error}")),
    }
}
