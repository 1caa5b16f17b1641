//! `kv.PurgeKV`: forgets values of the key-value store.

use jiff::Timestamp;
use plan::step::LogLevel;
use plan::{Failure, Value};

use super::refused;
use crate::glob;
use crate::kv::{Entry, Placed};
use crate::tasks::namespace::Namespaces;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.PurgeKV", act: Act::Work(run) };

/// Which values are forgotten.
#[derive(Clone, Copy)]
enum Purged {
    /// Those whose time is over.
    Expired,
    /// All of them.
    All,
    /// All but the newest version of each, which is the only one here.
    OldVersions,
}

#[derive(Clone, Copy)]
enum Kind {
    Key,
    Version,
}

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(purge(properties, host))
}

async fn purge(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let namespaces = Namespaces::read(&properties)?;
    let pattern = properties.text("keyPattern")?;
    let purged = behaviour(&properties)?;
    let now = host.engine.settings().clock.now();
    let keys = host.engine.key_values();
    let mut count = 0;
    for Placed { namespace, key, entry } in keys.all().map_err(refused)? {
        let chosen = pattern.as_ref().is_none_or(|pattern| glob::matches(pattern, &key));
        if chosen && namespaces.has(&namespace) && purged.includes(&entry, now) {
            keys.delete(&namespace, &key).await.map_err(refused)?;
            count += 1;
        }
    }
    host.log(LogLevel::Info, format!("purged {count} keys"));
    Ok(Outcome::of([("size", Value::Long(count))]))
}

fn behaviour(properties: &Properties) -> Result<Purged, Failure> {
    let expired = |only: Option<bool>| if only == Some(false) { Purged::All } else { Purged::Expired };
    if let Some(only) = properties.flag("expiredOnly")? {
        return Ok(expired(Some(only)));
    }
    let behaviour = properties.object("behavior")?;
    Ok(match behaviour.word("type", &[("key", Kind::Key), ("version", Kind::Version)])? {
        None | Some(Kind::Key) => expired(behaviour.flag("expiredOnly")?),
        Some(Kind::Version) => {
            let keeps = behaviour.integer("keepAmount")?.is_some_and(|amount| amount > 0);
            if keeps || behaviour.moment("before")?.is_some() { Purged::OldVersions } else { Purged::All }
        }
    })
}

impl Purged {
    fn includes(self, entry: &Entry, now: Timestamp) -> bool {
        match self {
            Self::Expired => entry.expires.is_some_and(|at| at <= now),
            Self::All => true,
            Self::OldVersions => false,
        }
    }
}
