//! `namespace.DownloadFiles`: files of a namespace as files of the execution.

use std::sync::Arc;

use plan::value::Map;
use plan::{Failure, Value};

use super::chosen;
use crate::tasks::host::output;
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
    for (path, place) in chosen(&properties, &host, &namespace).await? {
        let cannot = |error: std::io::Error| Failure::new(format!("cannot read `{path}`: {error}"));
        let bytes = tokio::fs::read(&place).await.map_err(cannot)?;
        let extension = path.rfind('.').map_or("", |dot| &path[dot..]);
        let kept = host.keep(&host.fresh_name(extension), bytes).await?;
        files.insert(format!("{destination}/{path}").into(), output(&kept));
    }
    Ok(Outcome::of([("files", Value::Map(Arc::new(files)))]))
}
