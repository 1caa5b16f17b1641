//! `storage.Write`: keeps text as a file.

use plan::Failure;

use crate::tasks::host::output;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Write", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(write(properties, host))
}

async fn write(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let content = properties.require("content", Properties::text)?;
    let extension = properties.text("extension")?.unwrap_or_default();
    let uri = host.keep(&host.fresh_name(&extension), content).await?;
    Ok(Outcome::of([("uri", output(&uri))]))
}
