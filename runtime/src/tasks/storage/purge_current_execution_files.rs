//! `storage.PurgeCurrentExecutionFiles`: deletes the files of this execution.

use plan::{Failure, Value};

use crate::creation::execution_folder;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.PurgeCurrentExecutionFiles", act: Act::Work(run) };

fn run(_: Properties, host: Host) -> Work {
    Box::pin(purge(host))
}

async fn purge(host: Host) -> Result<Outcome, Failure> {
    let below = execution_folder(&host.here.flow, host.here.execution);
    let cannot = |error: std::io::Error| Failure::new(format!("the files cannot be deleted: {error}"));
    let files = host.storage.list(&below).await.map_err(cannot)?;
    host.storage.delete_below(&below).await.map_err(cannot)?;
    let uris = files.iter().map(|file| Value::text(file.uri.as_str()));
    Ok(Outcome::of([("uris", Value::list(uris))]))
}
