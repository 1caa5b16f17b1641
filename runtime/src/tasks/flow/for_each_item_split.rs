//! The first part of a `ForEachItem`: a file as batches, and a file that lists them.

use plan::Failure;

use crate::storage::FileUri;
use crate::tasks::host::output;
use crate::tasks::storage::split;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.flow.ForEachItem$ForEachItemSplit", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(split_items(properties, host))
}

async fn split_items(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let from = properties.text("from")?.unwrap_or_default();
    if from.parse::<FileUri>().is_err() {
        return Err(Failure::new(format!(
            "Unable to split the items from {from}, this is not an internal storage URI!"
        )));
    }
    let batches = split::cut_up(&properties, &host, Some(split::Cut::Rows(1))).await?;
    let lines: String = batches.iter().map(|uri| format!("{uri}\n")).collect();
    let splits = host.keep(&host.fresh_name(".txt"), lines).await?;
    Ok(Outcome::of([("splits", output(&splits))]))
}
