//! The last part of a `ForEachItem`: what the called flows gave out, in one file.

use plan::Failure;

use crate::storage::FileUri;
use crate::tasks::host::output;
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
    let mut all = Vec::new();
    for part in 0..count {
        let Some(file) = base.as_ref().map(|base| base.join(&part.to_string()).join("outputs.ion")) else { continue };
        // A flow that gives nothing out leaves no file.
        if let Ok(bytes) = host.storage.read(&file).await {
            all.extend(bytes);
        }
    }
    if all.is_empty() {
        return Ok(Outcome::nothing());
    }
    let merged = host.keep(&host.fresh_name(".ion"), all).await?;
    Ok(Outcome::of([("subflowOutputs", output(&merged))]))
}
