//! Sending files of internal storage, piece by piece.

use std::io;

use futures_util::StreamExt as _;
use http::{StatusCode, header};

use super::body::Body;
use super::context::Context;
use super::problem::Problem;
use super::range::Asked;
use super::request::Request;
use super::response::{Answer, Disposition, Response, file, insert};
use crate::storage::{FileUri, Opened};

/// A response with a file's bytes, or with those of them that the request asks for.
///
/// # Errors
///
/// 404 where there is no such file.
pub async fn send(context: &Context, request: &Request, uri: &FileUri, name: &str, disposition: Disposition) -> Answer {
    let storage = context.engine.storage();
    let unread = |error: io::Error| missing(uri, &error);
    // Whoever asks for no part needs to know nothing of the file before it is opened.
    let asked = match request.header(header::RANGE) {
        None => Asked::Whole,
        Some(_) => Asked::of(request, storage.size(uri).await.map_err(unread)?),
    };
    let mut response = match asked {
        Asked::Whole => pour(storage.open(uri).await.map_err(unread)?, name, disposition),
        Asked::Part { bytes, of } => {
            let range = format!("bytes {}-{}/{of}", bytes.start, bytes.end - 1);
            let part = storage.open_part(uri, bytes).await.map_err(unread)?;
            let mut response = pour(part, name, disposition);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            insert(&mut response, header::CONTENT_RANGE, &range);
            response
        }
        Asked::Beyond { of } => {
            let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, format!("the file has only {of} bytes"));
            let mut response = problem.into_json(&request.path);
            insert(&mut response, header::CONTENT_RANGE, &format!("bytes */{of}"));
            response
        }
    };
    insert(&mut response, header::ACCEPT_RANGES, "bytes");
    Ok(response)
}

/// A response with what a file holds.
fn pour(mut opened: Opened, name: &str, disposition: Disposition) -> Response {
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

/// How long a file is, in bytes.
///
/// # Errors
///
/// 404 where there is no such file.
pub async fn size(context: &Context, uri: &FileUri) -> Result<u64, Problem> {
    context.engine.storage().size(uri).await.map_err(|error| missing(uri, &error))
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
