//! `namespace.DownloadFiles`: files of a namespace as files of the execution.

use std::sync::Arc;

use plan::value::Map;
use plan::{Failure, Value};

use super::{chosen, refused};
use crate::tasks::host::{cannot_write, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.namespace.DownloadFiles", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(download(properties, host))
}

async fn download(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let namespace = properties.require("namespace", Properties::text)?;
    let destination = properties.text("destination")?.unwrap_or_default();
    let mut files = Map::default();
    for path in chosen(&properties, &host, &namespace)? {
        let opened = host.engine.namespace_files().open(&namespace, &path, None).await.map_err(refused)?;
        let extension = path.name().rfind('.').map_or("", |dot| &path.name()[dot..]);
        let kept = host.file(&host.fresh_name(extension));
        host.storage.write(&kept, opened, host.file_limit).await.map_err(|error| cannot_write(&error))?;
        files.insert(format!("{destination}/{path}").into(), output(&kept));
    }
    Ok(Outcome::of([("files", Value::Map(Arc::new(files)))]))
}
