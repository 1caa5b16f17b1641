//! `kv.GetKeys`: the keys of a namespace.

use plan::{Failure, Value};

use super::{namespace, refused};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.GetKeys", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(async move { get_keys(&properties, &host) })
}

fn get_keys(properties: &Properties, host: &Host) -> Result<Outcome, Failure> {
    let prefix = properties.text("prefix")?.unwrap_or_default();
    let entries = host.engine.key_values().entries(&namespace(properties, host)?).map_err(refused)?;
    let keys = entries.into_iter().map(|entry| entry.0).filter(|key| key.starts_with(&prefix));
    Ok(Outcome::of([("keys", Value::list(keys.map(Value::Text)))]))
}
