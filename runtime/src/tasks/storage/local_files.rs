//! `storage.LocalFiles`: puts files into a working directory, and keeps files of it.

use std::sync::Arc;

use plan::{Failure, Value};

use crate::folder;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.LocalFiles", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(local_files(properties, host))
}

async fn local_files(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let outside = || Failure::new("there is no working directory around this task");
    let workspace = host.workspace.as_ref().ok_or_else(outside)?;
    folder::fill(workspace, &properties.map("inputs")?.unwrap_or_default(), &host.storage).await?;
    let unreadable = |error| Failure::new(format!("the working directory cannot be read: {error}"));
    let files = folder::chosen(workspace, &properties.texts("outputs")?).await.map_err(unreadable)?;
    let kept = folder::keep(&files, &host.storage, &host.folder).await?;
    Ok(Outcome::of([("uris", Value::Map(Arc::new(kept)))]))
}
