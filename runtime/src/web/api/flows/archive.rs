//! Flows as an archive of their sources, sent and received.

use std::io::{Cursor, Write};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::deploy::{compile, put};
use super::search::matching;
use super::several::sent;
use super::validate::{Identity, identity, split};
use crate::access::Role;
use crate::registry::Flow;
use crate::web::archive::unpack;
use crate::web::context::Context;
use crate::web::guard::Caller;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, Disposition, file, json};

/// The most bytes of all sources of an archive together.
const MOST_TEXT: u64 = 100_000_000;

/// `POST /flows/export/by-ids`.
pub async fn export_by_ids(context: Arc<Context>, mut request: Request) -> Answer {
    let mut flows = sent(&context, &mut request).await?;
    flows.retain(|flow| request.sees(&flow.plan.flow.namespace));
    export(&flows)
}

/// `GET /flows/export/by-query`.
pub async fn export_by_query(context: Arc<Context>, request: Request) -> Answer {
    export(&matching(&context, &request, &[])?)
}

fn export(flows: &[Arc<Flow>]) -> Answer {
    let packed = pack(flows).map_err(|error| Problem::internal(&error))?;
    Ok(file("flows.zip", Disposition::Attachment, packed.into()))
}

fn pack(flows: &[Arc<Flow>]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for flow in flows {
        archive.start_file(format!("{}.yml", flow.plan.flow), options)?;
        archive.write_all(flow.plan.source.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// `POST /flows/import`: the ids of those that cannot be deployed; all others are.
pub async fn import(context: Arc<Context>, mut request: Request) -> Answer {
    let strict = request.query.flag("failOnError") == Some(true);
    let limits = context.settings.limits;
    let mut form = request.multipart(limits.document)?;
    let (mut failed, mut files) = (Vec::new(), 0);
    while let Some(part) = form.next_part().await? {
        let Some(name) = part.filename.filter(|_| part.name == "fileUpload") else { continue };
        files += 1;
        let mut bytes = Vec::new();
        while let Some(piece) = form.next_chunk().await? {
            bytes.extend_from_slice(&piece);
        }
        let is_archive = name.to_ascii_lowercase().ends_with(".zip");
        let sources = if is_archive { unpacked(bytes)? } else { vec![(name, text(bytes)?)] };
        for (name, source) in sources {
            for source in split(&source) {
                match deploy(&context, &request.caller, source).await {
                    Ok(()) => {}
                    Err(problem) if strict => return Err(problem),
                    Err(_) => failed.push(called(&context, &name, source)),
                }
            }
        }
    }
    match files {
        0 => Err(Problem::bad_request("Required Part [fileUpload] not specified")),
        _ => Ok(json(&failed)),
    }
}

async fn deploy(context: &Context, caller: &Caller, source: &str) -> Result<(), Problem> {
    let plan = compile(context, source.to_owned())?;
    caller.require(Role::Editor, &plan.flow.namespace)?;
    put(context, plan).await?;
    Ok(())
}

/// What a source is called that cannot be deployed: its id, or the file it came in.
fn called(context: &Context, file: &str, source: &str) -> String {
    match identity(context, source) {
        Identity { id, .. } if !id.is_empty() => id,
        _ => file.to_owned(),
    }
}

fn text(bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|_| Problem::invalid("a source is not UTF-8"))
}

/// The sources in an archive, each with the name of its file.
fn unpacked(archive: Vec<u8>) -> Result<Vec<(String, String)>, Problem> {
    let mut sources = Vec::new();
    let judge = |name: &str| Ok(name.to_owned());
    unpack(Cursor::new(archive), MOST_TEXT, judge, |name, pieces, left| {
        let mut bytes = Vec::new();
        for piece in pieces {
            let piece = piece.map_err(|error| Problem::argument(format!("the archive cannot be read: {error}")))?;
            bytes.extend_from_slice(&piece);
            if bytes.len() as u64 > left {
                break;
            }
        }
        let length = bytes.len() as u64;
        if name.ends_with(".yml") || name.ends_with(".yaml") {
            sources.push((name, text(bytes)?));
        }
        Ok(length)
    })?;
    Ok(sources)
}
