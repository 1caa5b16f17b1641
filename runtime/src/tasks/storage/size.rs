//! `storage.Size`: how long a file is, in bytes.

use plan::{Failure, Value};

use crate::tasks::host::{address, cannot_read};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Size", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(size(properties, host))
}

async fn size(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let uri = address(&properties.require("uri", Properties::text)?)?;
    let size = host.storage.size(&uri).await.map_err(|error| cannot_read(&uri, &error))?;
    Ok(Outcome::of([("size", Value::Long(i64::try_from(size).unwrap_or(i64::MAX)))]))
}
