//! `storage.Delete`: takes a file away.

use plan::{Failure, Value};

use crate::tasks::host::{address, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Delete", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(delete(properties, host))
}

async fn delete(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let uri = address(&properties.require("uri", Properties::text)?)?;
    let deleted = host.storage.delete(&uri).await;
    let deleted = deleted.map_err(|error| Failure::new(format!("cannot delete `{uri}`: {error}")))?;
    if !deleted && properties.flag("errorOnMissing")?.unwrap_or(false) {
        return Err(Failure::new(format!("unable to find file `{uri}`")));
    }
    Ok(Outcome::of([("uri", output(&uri)), ("deleted", Value::Bool(deleted))]))
}
