//! What a call of a webhook sends, as its flow sees it: a text or JSON, a form with files, or a file.

use std::io;

use bytes::Bytes;
use futures_util::stream;
use plan::Value;
use plan::value::Map;

use crate::storage::FileUri;
use crate::triggers::webhook::Intake;
use crate::web::content::Content;
use crate::web::context::Context;
use crate::web::form::reading::{store, stored};
use crate::web::problem::Problem;
use crate::web::request::Request;

/// The longest field of a form that is no file, in bytes.
const LONGEST_TEXT: usize = 10_000_000;

/// Takes in what a call sends; files go below a folder.
///
/// # Errors
///
/// 400 and 413 for what cannot be taken in, 500 where the storage takes no file.
pub(super) async fn receive(
    context: &Context,
    request: &mut Request,
    folder: &FileUri,
    intake: Intake,
) -> Result<Map, Problem> {
    let is_form = request.media_type() == "multipart/form-data";
    match intake {
        Intake::Nothing => Ok(Map::default()),
        Intake::Value | Intake::File if is_form => form(context, request, folder).await,
        Intake::Text | Intake::Value => {
            let value = value(&request.take_content().bytes().await?);
            Ok(Some(value).filter(|value| !value.is_null()).map(|value| ("body".into(), value)).into_iter().collect())
        }
        Intake::File => {
            let uri = folder.join("body");
            let content = request.take_content().limited(context.settings.limits.upload);
            let length = keep(context, content, &uri).await?;
            let kept = (length > 0).then(|| ("uri".into(), Value::text(uri.as_str())));
            Ok(kept.into_iter().collect())
        }
    }
}

/// The fields of a form with their values, and its files.
async fn form(context: &Context, request: &mut Request, folder: &FileUri) -> Result<Map, Problem> {
    let mut form = request.multipart(context.settings.limits.upload)?;
    let mut fields: Vec<(String, Vec<Value>)> = Vec::new();
    let mut files = Vec::new();
    while let Some(part) = form.next_part().await? {
        let Some(file_name) = part.filename else {
            let text = Value::text(form.text(LONGEST_TEXT).await?);
            match fields.iter_mut().find(|field| field.0 == part.name) {
                Some(field) => field.1.push(text),
                None => fields.push((part.name, vec![text])),
            }
            continue;
        };
        // Two files may have one name.
        let uri = folder.join(&files.len().to_string()).join(&file_name);
        let size = store(context, &mut form, &uri).await?;
        let media_type = part.media_type.map_or(Value::Null, Value::text);
        files.push(Value::map([
            ("name", Value::text(part.name)),
            ("filename", Value::text(file_name)),
            ("contentType", media_type),
            ("size", Value::Long(i64::try_from(size).unwrap_or(i64::MAX))),
            ("uri", Value::text(uri.as_str())),
        ]));
    }
    let fields = fields.into_iter().map(|(name, values)| (name.into(), Value::list(values)));
    let mut sent = Map::default();
    sent.insert("formFields".into(), Value::Map(std::sync::Arc::new(fields.collect())));
    sent.insert("parts".into(), Value::list(files));
    Ok(sent)
}

/// Writes a body into storage as it arrives.
async fn keep(context: &Context, mut content: Content, uri: &FileUri) -> Result<u64, Problem> {
    let mut refusal = None;
    let written = {
        let pieces = stream::unfold((&mut content, &mut refusal), |(content, refusal)| async move {
            match content.next().await {
                Ok(Some(piece)) => Some((Ok(piece), (content, refusal))),
                Ok(None) => None,
                Err(problem) => {
                    *refusal = Some(problem);
                    Some((Err(io::Error::from(io::ErrorKind::InvalidData)), (content, refusal)))
                }
            }
        });
        let limit = context.engine.settings().limits.file;
        context.engine.storage().write(uri, std::pin::pin!(pieces), limit).await
    };
    stored(written, refusal, uri)
}

/// A JSON object or list is read; everything else, other JSON too, is text.
fn value(bytes: &Bytes) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    let text = String::from_utf8_lossy(bytes);
    match crate::web::json::read(&text) {
        Some(read @ (Value::Map(_) | Value::List(_))) => read,
        _ => Value::text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_objects_and_lists_are_read_as_json() {
        assert_eq!(value(&Bytes::from_static(b"{\"a\":1}")), Value::map([("a", Value::Int(1))]));
        assert_eq!(value(&Bytes::from_static(b"[]")), Value::list([]));
        assert_eq!(value(&Bytes::from_static(b"12")), Value::text("12"));
        assert_eq!(value(&Bytes::from_static(b"bla")), Value::text("bla"));
        assert_eq!(value(&Bytes::new()), Value::Null);
    }
}
