//! `namespace.PurgeFiles`: deletes old revisions of files of namespaces.

use jiff::Timestamp;
use plan::step::LogLevel;
use plan::{Failure, Value};

use super::{Namespaces, refused};
use crate::glob;
use crate::namespace_files::Revision;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.namespace.PurgeFiles", act: Act::Work(run) };

/// Which revisions of a file stay.
#[derive(Clone, Copy)]
enum Kept {
    /// So many of the newest, at least one.
    Newest(usize),
    /// Those from a time on, and the newest whatever its age.
    Since(Timestamp),
    /// None, and neither does the file.
    Nothing,
}

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(purge(properties, host))
}

async fn purge(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let namespaces = Namespaces::read(&properties)?;
    let pattern = properties.text("filePattern")?;
    let kept = kept(&properties)?;
    let files = host.engine.namespace_files();
    let mut count = 0;
    for namespace in files.namespaces().map_err(refused)?.iter().filter(|name| namespaces.has(name)) {
        for path in files.files(namespace).map_err(refused)?.into_keys() {
            if pattern.as_ref().is_some_and(|pattern| !glob::matches(pattern, path.as_str())) {
                continue;
            }
            count += match kept {
                Kept::Nothing => files.delete(namespace, &path).await.map_err(refused)?,
                Kept::Newest(_) | Kept::Since(_) => {
                    let goes = |revision: &Revision, newer: usize| match kept {
                        Kept::Newest(amount) => newer >= amount,
                        Kept::Since(time) => newer > 0 && revision.created < time,
                        Kept::Nothing => true,
                    };
                    files.forget_revisions(namespace, &path, goes).await.map_err(refused)?
                }
            };
        }
    }
    host.log(LogLevel::Info, format!("purged {count} files"));
    Ok(Outcome::of([("size", Value::integer(i64::try_from(count).unwrap_or(i64::MAX)))]))
}

fn kept(properties: &Properties) -> Result<Kept, Failure> {
    if properties.value("behavior").is_none() {
        return Ok(Kept::Newest(1));
    }
    let behaviour = properties.object("behavior")?;
    let amount = behaviour.integer("keepAmount")?.and_then(|amount| usize::try_from(amount).ok());
    Ok(match (amount.filter(|amount| *amount > 0), behaviour.moment("before")?) {
        (Some(amount), _) => Kept::Newest(amount),
        (None, Some(time)) => Kept::Since(time),
        (None, None) => Kept::Nothing,
    })
}
