//! `namespace.UploadFiles`: files of a working directory, or of internal storage, as files of a namespace.

use plan::{Failure, java};

use super::refused;
use crate::namespace_files::{NoPath, Over, Path, Put};
use crate::storage::{FileUri, Opened};
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
    let target = |path: &str| {
        let joined: Result<Path, NoPath> = format!("{destination}/{path}").parse();
        joined.map_err(|reason| Failure::new(format!("`{path}` cannot be a file of a namespace: {reason}")))
    };
    for (path, content) in addresses.iter().flatten() {
        let Ok(uri) = java::to_text(content).parse::<FileUri>() else { continue };
        // A source that is not there is left out.
        if let Ok(opened) = host.storage.open(&uri).await {
            put(&host, &namespace, &target(path)?, opened, conflict).await?;
        }
    }
    if let Some(workspace) = host.workspace.as_ref().filter(|_| !patterns.is_empty()) {
        let unreadable = |error| Failure::new(format!("the working directory cannot be read: {error}"));
        for (path, place) in crate::folder::chosen(workspace, &patterns).await.map_err(unreadable)? {
            let opened = Opened::on_disk(&place).await.map_err(unreadable)?;
            put(&host, &namespace, &target(&path)?, opened, conflict).await?;
        }
    }
    Ok(Outcome::of([]))
}

async fn put(host: &Host, namespace: &str, path: &Path, content: Opened, conflict: Conflict) -> Result<(), Failure> {
    let over = match conflict {
        Conflict::Overwrite => Over::Revises,
        Conflict::Error | Conflict::Skip => Over::Leaves,
    };
    let files = host.engine.namespace_files();
    match files.put(namespace, path, content, host.file_limit, over).await.map_err(refused)? {
        Put::Left if conflict == Conflict::Error => Err(Failure::new(format!("the file `/{path}` is there already"))),
        Put::Left | Put::Written(_) => Ok(()),
    }
}
