//! `namespace.PurgeFiles`: deletes old versions of files of namespaces.

use plan::step::LogLevel;
use plan::{Failure, Value};

use super::{Namespaces, file, folder};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};
use crate::{folder as disk, glob};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.namespace.PurgeFiles", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(purge(properties, host))
}

async fn purge(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let namespaces = Namespaces::read(&properties)?;
    let pattern = properties.text("filePattern")?;
    let unreadable = |error| Failure::new(format!("files of namespaces cannot be listed: {error}"));
    let mut count = 0;
    if !keeps_newest(&properties)? {
        for namespace in super::all(&host).await.map_err(unreadable)? {
            let files = disk::all(&host.storage.locate(&folder(&namespace))).await.map_err(unreadable)?;
            let chosen = |path: &str| pattern.as_ref().is_none_or(|pattern| glob::matches(pattern, path));
            for (path, _) in files.iter().filter(|(path, _)| namespaces.has(&namespace) && chosen(path)) {
                let cannot = |error: std::io::Error| Failure::new(format!("cannot delete `{path}`: {error}"));
                host.storage.delete(&file(&namespace, path)).await.map_err(cannot)?;
                count += 1;
            }
        }
    }
    host.log(LogLevel::Info, format!("purged {count} files"));
    Ok(Outcome::of([("size", Value::Long(count))]))
}

/// Whether the newest version of each file stays, which is the only one here.
fn keeps_newest(properties: &Properties) -> Result<bool, Failure> {
    if properties.value("behavior").is_none() {
        return Ok(true);
    }
    let behaviour = properties.object("behavior")?;
    let keeps = behaviour.integer("keepAmount")?.is_some_and(|amount| amount > 0);
    Ok(keeps || behaviour.moment("before")?.is_some())
}
