//! The last part of a `ForEachItem`: what the called flows gave out, in one file.

use futures_util::{StreamExt, TryStreamExt, stream};
use plan::Failure;

use crate::storage::FileUri;
use crate::tasks::host::{cannot_write, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.flow.ForEachItem$ForEachItemMergeOutputs", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(merge(properties, host))
}

async fn merge(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let base: Option<FileUri> =
        properties.text("subflowOutputsBaseUri")?.and_then(|path| format!("kestra://{path}").parse().ok());
    let count = properties.integer("numberOfBatches")?.unwrap_or(0);
    let mut files = Vec::new();
    for part in 0..count {
        let Some(file) = base.as_ref().map(|base| base.join(&part.to_string()).join("outputs.ion")) else { continue };
        // A flow that gives nothing out leaves no file.
        if host.storage.size(&file).await.is_ok_and(|size| size > 0) {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Ok(Outcome::nothing());
    }
    let merged = host.file(&host.fresh_name(".ion"));
    let storage = host.storage.clone();
    let all = stream::iter(files).then(move |file| {
        let storage = storage.clone();
        async move { storage.open(&file).await }
    });
    let all = all.try_flatten();
    host.storage.write(&merged, Box::pin(all), host.file_limit).await.map_err(|error| cannot_write(&error))?;
    Ok(Outcome::of([("subflowOutputs", output(&merged))]))
}
