//! `kv.Get`: reads a value of the key-value store.

use plan::{Failure, Value};

use super::{missing, place, refused};
use crate::kv::Found;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.Get", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(async move { get(&properties, &host) })
}

fn get(properties: &Properties, host: &Host) -> Result<Outcome, Failure> {
    let (key, namespace) = place(properties, host)?;
    let value = match host.engine.key_values().find(&namespace, &key).map_err(refused)? {
        Found::Good(entry) => entry.value,
        Found::Expired => return Err(Failure::new("The requested value has expired")),
        Found::Nothing if properties.flag("errorOnMissing")? == Some(true) => return Err(missing(&key, &namespace)),
        Found::Nothing => Value::Null,
    };
    Ok(Outcome::of([("value", value)]))
}
