//! `kv.Delete`: takes a value out of the key-value store.

use plan::{Failure, Value};

use super::{missing, place, refused};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.Delete", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(delete(properties, host))
}

async fn delete(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let (key, namespace) = place(&properties, &host)?;
    let deleted = host.engine.key_values().delete(&namespace, &key).await.map_err(refused)?;
    if !deleted && properties.flag("errorOnMissing")? == Some(true) {
        return Err(missing(&key, &namespace));
    }
    Ok(Outcome::of([("deleted", Value::Bool(deleted))]))
}
