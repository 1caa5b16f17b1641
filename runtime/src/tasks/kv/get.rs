//! `kv.Get`: reads a value of the key-value store.

use plan::{Failure, Value};

use super::{missing, place, refused};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.Get", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(async move { get(&properties, &host) })
}

fn get(properties: &Properties, host: &Host) -> Result<Outcome, Failure> {
    let (key, namespace) = place(properties, host)?;
    let entry = host.engine.key_values().entry(&namespace, &key).map_err(refused)?;
    if entry.is_none() && properties.flag("errorOnMissing")? == Some(true) {
        return Err(missing(&key, &namespace));
    }
    Ok(Outcome::of([("value", entry.map_or(Value::Null, |entry| entry.value))]))
}
