//! Sending files of internal storage, piece by piece.

use std::io;

use futures_util::StreamExt as _;

use super::body::Body;
use super::context::Context;
use super::problem::Problem;
use super::response::{Answer, Disposition, Response, file};
use crate::storage::{FileUri, Opened};

/// A response with the file's bytes.
///
/// # Errors
///
/// 404 where there is no such file.
pub async fn send(context: &Context, uri: &FileUri, disposition: Disposition) -> Answer {
    let opened = context.engine.storage().open(uri).await.map_err(|error| missing(uri, &error))?;
    Ok(pour(opened, uri.file_name(), disposition))
}

/// A response with what a file holds.
pub fn pour(mut opened: Opened, name: &str, disposition: Disposition) -> Response {
    let (sender, body) = Body::sized_channel(opened.size);
    tokio::spawn(async move {
        while let Some(Ok(piece)) = opened.next().await {
            if sender.send(piece).await.is_err() {
                return;
            }
        }
    });
    file(name, disposition, body)
}

/// The first bytes of a file, and whether there are more.
///
/// # Errors
///
/// 404 where there is no such file.
pub async fn beginning(context: &Context, uri: &FileUri, most: u64) -> Result<(Vec<u8>, bool), Problem> {
    let storage = context.engine.storage();
    let mut opened = storage.open(uri).await.map_err(|error| missing(uri, &error))?;
    let size = opened.size;
    let mut bytes = Vec::new();
    let wanted = usize::try_from(most).unwrap_or(usize::MAX);
    while bytes.len() < wanted
        && let Some(piece) = opened.next().await
    {
        bytes.extend_from_slice(&piece.map_err(|error| missing(uri, &error))?);
    }
    bytes.truncate(wanted);
    Ok((bytes, size > most))
}

fn missing(uri: &FileUri, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::not_found(format!("there is no file `{uri}`")),
        _ => Problem::internal(&format!("cannot read `{uri}`: {error}")),
    }
}
