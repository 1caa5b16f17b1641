//! Taking a form in as it arrives: texts into memory, files into storage.

use std::io;

use bytes::Bytes;
use http::StatusCode;
use plan::flow::{Input, InputKind};

use super::answers::leaves;
use super::received::{DRAFT, Received, Upload};
use crate::storage::FileUri;
use crate::web::context::Context;
use crate::web::drafts::Draft;
use crate::web::multipart::Multipart;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::request::Request;

/// The longest text of one control, in bytes.
const LONGEST_TEXT: usize = 4_000_000;

/// The most bytes of all texts of a form together.
const MOST_TEXT: usize = 16_000_000;

/// Reads a form with the controls of some inputs, multipart or URL-encoded. Files go where `place` says for an
/// input and a file name; `scope` is what references to them are good for.
///
/// # Errors
///
/// 400, 413 and 415 for what is no such form, 500 where the disk takes no file.
pub async fn read(
    context: &Context,
    request: &mut Request,
    inputs: &[Input],
    scope: &[&str],
) -> Result<Received, Problem> {
    let mut received = Received::default();
    if request.media_type() == "application/x-www-form-urlencoded" {
        for (name, value) in Query::parse(&request.take_content().text().await?).pairs() {
            received.add_text(name.to_owned(), value.to_owned());
        }
    } else {
        let mut form = request.multipart(context.settings.limits.upload)?;
        let files: Vec<_> =
            leaves(inputs).into_iter().filter(|leaf| matches!(leaf.input.kind, InputKind::File { .. })).collect();
        let mut text_bytes = 0;
        while let Some(part) = form.next_part().await? {
            let Some(file_name) = part.filename else {
                let text = form.text(LONGEST_TEXT).await?;
                text_bytes += text.len();
                if text_bytes > MOST_TEXT {
                    return Err(Problem::new(
                        StatusCode::PAYLOAD_TOO_LARGE,
                        "the form holds too much text; send it as a file",
                    ));
                }
                received.add_text(part.name, text);
                continue;
            };
            let expected = files.iter().find(|leaf| *leaf.id == *part.name);
            // A browser sends a nameless, empty file where none was chosen.
            if let Some(leaf) = expected
                && !file_name.is_empty()
            {
                let draft = received.text(DRAFT).and_then(Draft::parse).unwrap_or_else(Draft::random);
                if let InputKind::File { extensions } = &leaf.input.kind
                    && !accepted(&file_name, extensions)
                {
                    received.add_problem(
                        &part.name,
                        format!("Please choose a file that ends in {}", extensions.join(", ")),
                    );
                    continue;
                }
                let uri = draft.upload(&part.name, &file_name);
                store(context, &mut form, &uri).await?;
                let reference = reference(context, scope, &uri);
                received.add_file(part.name, Upload { uri, reference });
            }
        }
    }
    take_kept(context, &mut received, scope);
    Ok(received)
}

/// Whether a file's name has one of the endings.
fn accepted(name: &str, extensions: &[plan::Text]) -> bool {
    let name = name.to_lowercase();
    extensions.is_empty() || extensions.iter().any(|ending| name.ends_with(&ending.to_lowercase()))
}

/// The pieces of the current part as they arrive; what goes wrong with the form is left in `refusal`.
pub fn chunks<'a>(
    form: &'a mut Multipart,
    refusal: &'a mut Option<Problem>,
) -> impl futures_util::Stream<Item = io::Result<Bytes>> + 'a {
    futures_util::stream::unfold((form, refusal), |(form, refusal)| async move {
        match form.next_chunk().await {
            Ok(Some(chunk)) => Some((Ok(chunk), (form, refusal))),
            Ok(None) => None,
            Err(problem) => {
                *refusal = Some(problem);
                Some((Err(io::ErrorKind::InvalidData.into()), (form, refusal)))
            }
        }
    })
}

/// Writes the current part into storage as it arrives.
pub async fn store(context: &Context, form: &mut Multipart, uri: &FileUri) -> Result<u64, Problem> {
    let mut refusal = None;
    let written = {
        let chunks = chunks(form, &mut refusal);
        let limit = context.engine.settings().limits.file;
        context.engine.storage().write(uri, std::pin::pin!(chunks), limit).await
    };
    stored(written, refusal, uri)
}

/// What came of a file that was sent: its length, or why it is not there.
pub fn stored(written: io::Result<u64>, refusal: Option<Problem>, uri: &FileUri) -> Result<u64, Problem> {
    match (written, refusal) {
        (_, Some(problem)) => Err(problem),
        (Ok(length), None) => Ok(length),
        (Err(error), None) if error.kind() == io::ErrorKind::FileTooLarge => {
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, error.to_string()))
        }
        (Err(error), None) => Err(Problem::internal(&format!("cannot store `{uri}`: {error}"))),
    }
}

/// What a form sends instead of a file it has sent before.
fn reference(context: &Context, scope: &[&str], uri: &FileUri) -> String {
    format!("{}~{uri}", context.seal.of("upload", &[scope, &[uri.as_str()]].concat()))
}

/// Takes files of an earlier try, where the form names them with our own reference.
fn take_kept(context: &Context, received: &mut Received, scope: &[&str]) {
    let mut kept = Vec::new();
    for (input, reference) in received.references() {
        let Some((seal, uri)) = reference.split_once('~') else { continue };
        let Ok(uri) = uri.parse::<FileUri>() else { continue };
        if context.seal.holds(seal, "upload", &[scope, &[uri.as_str()]].concat()) && !received.has_file(input) {
            kept.push((input.to_owned(), Upload { uri, reference: reference.to_owned() }));
        }
    }
    for (input, upload) in kept {
        received.add_file(input, upload);
    }
}
