//! `kv.Put`: writes a value of any type to the key-value store.

use plan::Failure;

use super::{missing, place, refused};
use crate::kv::{Over, Setting};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.Put", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(put(properties, host))
}

async fn put(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let (key, namespace) = place(&properties, &host)?;
    let keys = host.engine.key_values();
    let entry = keys.entry(&namespace, &key).map_err(refused)?;
    if entry.is_none() && properties.flag("errorOnMissing")? == Some(true) {
        return Err(missing(&key, &namespace));
    }
    let value = properties.value("value").cloned().ok_or_else(|| Failure::new("the property `value` is missing"))?;
    let (description, expires) = entry.map_or((None, None), |entry| (entry.description, entry.expires));
    let setting = Setting { value, description, expires, over: Over::Writes };
    keys.set(&namespace, &key, setting).await.map_err(refused)?;
    Ok(Outcome::nothing())
}
