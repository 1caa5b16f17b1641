//! The files of namespaces: read, written, moved, taken away, found, and exported.

use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::namespace_files::{Entry, FileRefusal, Kind, Over, Path, Revision};
use crate::web::archive;
use crate::web::context::Context;
use crate::web::form::reading;
use crate::web::multipart::Multipart;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, Disposition, empty, file, json};
use crate::web::stored;

impl From<FileRefusal> for Problem {
    fn from(refusal: FileRefusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            FileRefusal::Missing(_) => Self::not_found(message),
            FileRefusal::Taken(_) => Self::state(message),
            FileRefusal::NoPath(_)
            | FileRefusal::NoNamespace(_)
            | FileRefusal::NoFolder(_)
            | FileRefusal::NoFile(_)
            | FileRefusal::Inside(_) => Self::argument(message),
            FileRefusal::Content(error) => match error.kind() {
                std::io::ErrorKind::FileTooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, message),
                std::io::ErrorKind::NotFound => Self::not_found(message),
                _ => Self::internal(&message),
            },
            FileRefusal::Store(error) => error.into(),
        }
    }
}

/// A path that has to be in the query.
fn required(request: &Request, name: &str) -> Result<Path, Problem> {
    let text = request.query.given(name);
    read(text.ok_or_else(|| Problem::bad_request(format!("Required QueryValue [{name}] not specified")))?)
}

/// A path that may be in the query; the namespace itself where it is not.
fn optional(request: &Request) -> Result<Path, Problem> {
    read(request.query.get("path").unwrap_or_default())
}

fn read(text: &str) -> Result<Path, Problem> {
    text.parse().map_err(|reason| FileRefusal::NoPath(reason).into())
}

fn attributes(path: &Path, entry: &Entry) -> Value {
    let (kind, size) = match &entry.kind {
        Kind::File(Revision { size, .. }) => ("File", *size),
        Kind::Folder => ("Directory", 0),
    };
    json!({
        "fileName": path.name(),
        "lastModifiedTime": entry.updated.as_millisecond(),
        "creationTime": entry.created.as_millisecond(),
        "type": kind,
        "size": size,
        "metadata": {},
    })
}

/// `GET /namespaces/{namespace}/files?path=PATH`, with `revision` for an older content.
pub async fn content(context: Arc<Context>, request: Request) -> Answer {
    let path = required(&request, "path")?;
    let revision = request.query.read("revision")?;
    let uri = context.engine.namespace_files().content(request.parameter("namespace"), &path, revision)?;
    stored::send(&context, &request, &uri, path.name(), Disposition::Attachment).await
}

/// `POST /namespaces/{namespace}/files?path=PATH` with a part `fileContent`; an archive is unpacked below the path.
pub async fn upload(context: Arc<Context>, mut request: Request) -> Answer {
    let path = required(&request, "path")?;
    let namespace = request.parameter("namespace").to_owned();
    let mut form = request.multipart(context.settings.limits.upload)?;
    while let Some(part) = form.next_part().await? {
        if part.name != "fileContent" {
            continue;
        }
        let archive = part.filename.is_some_and(|name| name.to_ascii_lowercase().ends_with(".zip"));
        if archive {
            unpack(&context, namespace, &path, &mut form).await?;
        } else {
            let mut refusal = None;
            let put = {
                let pieces = Box::pin(reading::chunks(&mut form, &mut refusal));
                let limit = context.engine.settings().limits.file;
                context.engine.namespace_files().put(&namespace, &path, pieces, limit, Over::Revises).await
            };
            if let Some(problem) = refusal {
                return Err(problem);
            }
            put?;
        }
        return Ok(empty(StatusCode::OK));
    }
    Err(Problem::bad_request("Required Part [fileContent] not specified"))
}

/// Takes an archive in beside the storage, and each of its files below a folder.
async fn unpack(context: &Arc<Context>, namespace: String, folder: &Path, form: &mut Multipart) -> Result<(), Problem> {
    let unwritten = |error: std::io::Error| Problem::internal(&format!("an archive cannot be kept: {error}"));
    let kept = tempfile::tempfile_in(&context.engine.settings().data).map_err(unwritten)?;
    let mut received = tokio::fs::File::from_std(kept.try_clone().map_err(unwritten)?);
    while let Some(piece) = form.next_chunk().await? {
        received.write_all(&piece).await.map_err(unwritten)?;
    }
    received.flush().await.map_err(unwritten)?;
    // What is sent as an archive names the file it comes in.
    let folder = match folder.name().to_ascii_lowercase().ends_with(".zip") {
        true => folder.folders().last().unwrap_or_default(),
        false => folder.clone(),
    };
    let context = Arc::clone(context);
    let handle = tokio::runtime::Handle::current();
    let unpacked = tokio::task::spawn_blocking(move || {
        let files = context.engine.namespace_files();
        let limit = context.settings.limits.upload.min(context.engine.settings().limits.file);
        let judge = |name: &str| read(&format!("{folder}/{name}"));
        archive::unpack(kept, limit, judge, |path, pieces, left| {
            let mut written = 0;
            let counted = pieces.inspect(|piece| written += piece.as_ref().map_or(0, Bytes::len) as u64);
            let content = futures_util::stream::iter(counted);
            handle.block_on(files.put(&namespace, &path, content, left, Over::Revises))?;
            Ok(written)
        })
    });
    unpacked.await.map_err(|error| Problem::internal(&error))?
}

/// `PUT /namespaces/{namespace}/files?from=PATH&to=PATH`.
pub async fn rename(context: Arc<Context>, request: Request) -> Answer {
    let (from, to) = (required(&request, "from")?, required(&request, "to")?);
    context.engine.namespace_files().rename(request.parameter("namespace"), &from, &to).await?;
    Ok(empty(StatusCode::OK))
}

/// `DELETE /namespaces/{namespace}/files?path=PATH`: a file, or a folder with everything in it.
pub async fn delete(context: Arc<Context>, request: Request) -> Answer {
    let path = required(&request, "path")?;
    context.engine.namespace_files().delete(request.parameter("namespace"), &path).await?;
    Ok(empty(StatusCode::OK))
}

/// `GET /namespaces/{namespace}/files/directory?path=PATH`: what lies directly in it.
pub async fn directory(context: Arc<Context>, request: Request) -> Answer {
    let folder = optional(&request)?;
    let found = context.engine.namespace_files().list(request.parameter("namespace"), &folder)?;
    let direct = found.iter().filter(|(path, _)| path.below(&folder).is_some_and(|rest| !rest.contains('/')));
    Ok(json(&direct.map(|(path, entry)| attributes(path, entry)).collect::<Vec<_>>()))
}

/// `POST /namespaces/{namespace}/files/directory?path=PATH`.
pub async fn make_directory(context: Arc<Context>, request: Request) -> Answer {
    let path = optional(&request)?;
    if path.is_root() {
        return Err(Problem::argument("a folder needs a `path`"));
    }
    context.engine.namespace_files().make_folder(request.parameter("namespace"), &path).await?;
    Ok(empty(StatusCode::OK))
}

/// `GET /namespaces/{namespace}/files/search?q=TEXT`: the paths of files that hold the text.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let wanted = request.query.get("q").unwrap_or_default().to_lowercase();
    let files = context.engine.namespace_files().files(request.parameter("namespace"))?;
    let paths = files.keys().map(|path| format!("/{path}"));
    Ok(json(&paths.filter(|path| path.to_lowercase().contains(&wanted)).collect::<Vec<_>>()))
}

/// `GET /namespaces/{namespace}/files/stats?path=PATH`.
pub async fn stats(context: Arc<Context>, request: Request) -> Answer {
    let path = optional(&request)?;
    let found = context.engine.namespace_files().entry(request.parameter("namespace"), &path)?;
    let entry = found.ok_or_else(|| FileRefusal::Missing(path.clone()))?;
    Ok(json(&attributes(&path, &entry)))
}

/// `GET /namespaces/{namespace}/files/revisions?path=PATH`.
pub async fn revisions(context: Arc<Context>, request: Request) -> Answer {
    let path = required(&request, "path")?;
    let found = context.engine.namespace_files().revisions(request.parameter("namespace"), &path)?;
    if found.is_empty() {
        return Err(FileRefusal::Missing(path).into());
    }
    let row =
        |revision: &Revision| json!({"revision": revision.number, "size": revision.size, "created": revision.created});
    Ok(json(&found.iter().map(row).collect::<Vec<_>>()))
}

/// `GET /namespaces/{namespace}/files/export`: all files in an archive.
pub async fn export(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.parameter("namespace");
    let files = context.engine.namespace_files();
    let mut contents = Vec::new();
    for path in files.files(namespace)?.into_keys() {
        contents.push((path.to_string(), files.content(namespace, &path, None)?));
    }
    let body = archive::pack(context.engine.storage(), contents);
    Ok(file(&format!("{namespace}_files.zip"), Disposition::Attachment, body))
}
