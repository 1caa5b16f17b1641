//! `namespace.UploadFiles`: files of a working directory, or of internal storage, as files of a namespace.

use plan::{Failure, java};

use super::file;
use crate::storage::FileUri;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.namespace.UploadFiles", act: Act::Work(run) };

/// What happens to a file that is there already.
#[derive(Clone, Copy, PartialEq)]
enum Conflict {
    Overwrite,
    Error,
    Skip,
}

const CONFLICTS: &[(&str, Conflict)] =
    &[("OVERWRITE", Conflict::Overwrite), ("ERROR", Conflict::Error), ("SKIP", Conflict::Skip)];

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(upload(properties, host))
}

async fn upload(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let namespace = properties.require("namespace", Properties::text)?;
    let patterns = properties.texts("files")?;
    let addresses = properties.map("filesMap")?;
    if patterns.is_empty() && addresses.is_none() {
        return Err(Failure::new("files or filesMap is required"));
    }
    let conflict = properties.word("conflict", CONFLICTS)?.unwrap_or(Conflict::Overwrite);
    let destination = properties.text("destination")?.unwrap_or_default();
    let target = |path: &str| file(&namespace, &format!("{destination}/{path}"));
    for (path, content) in addresses.iter().flatten() {
        let Ok(uri) = java::to_text(content).parse::<FileUri>() else { continue };
        // A source that is not there is left out.
        if let Ok(bytes) = host.storage.read(&uri).await {
            put(&host, &target(path), bytes, conflict).await?;
        }
    }
    if let Some(workspace) = host.workspace.as_ref().filter(|_| !patterns.is_empty()) {
        let unreadable = |error| Failure::new(format!("the working directory cannot be read: {error}"));
        for (path, place) in crate::folder::chosen(workspace, &patterns).await.map_err(unreadable)? {
            let bytes = tokio::fs::read(&place).await.map_err(unreadable)?;
            put(&host, &target(&path), bytes, conflict).await?;
        }
    }
    Ok(Outcome::of([]))
}

async fn put(host: &Host, uri: &FileUri, bytes: Vec<u8>, conflict: Conflict) -> Result<(), Failure> {
    if conflict != Conflict::Overwrite && host.storage.size(uri).await.is_ok() {
        return match conflict {
            Conflict::Error => Err(Failure::new(format!("the file `{}` is there already", uri.path()))),
            Conflict::Overwrite | Conflict::Skip => Ok(()),
        };
    }
    let cannot = |error| Failure::new(format!("cannot write `{}`: {error}", uri.path()));
    host.storage.put(uri, bytes).await.map(|_| ()).map_err(cannot)
}
