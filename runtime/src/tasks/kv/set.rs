//! `kv.Set`: writes a value of the key-value store.

use plan::Failure;

use super::{place, refused};
use crate::kv::{Kind, Over, Put, Setting};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.Set", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(set(properties, host))
}

async fn set(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let (key, namespace) = place(&properties, &host)?;
    let value = properties.value("value").cloned().ok_or_else(|| Failure::new("the property `value` is missing"))?;
    let value = match (properties.word("kvType", Kind::NAMES)?, value.as_str()) {
        (Some(kind), Some(text)) => kind.convert(text).map_err(Failure::new)?,
        _ => value,
    };
    let keys = host.engine.key_values();
    let ttl = properties.duration("ttl")?;
    let setting = Setting {
        value,
        description: properties.text("kvDescription")?.map(Into::into),
        expires: ttl.and_then(|ttl| keys.now().checked_add(ttl).ok()),
        over: if properties.flag("overwrite")? == Some(false) { Over::Leaves } else { Over::Writes },
    };
    match keys.set(&namespace, &key, setting).await.map_err(refused)? {
        Put::Written => Ok(Outcome::nothing()),
        Put::Left => Err(Failure::new(format!(
            "Cannot set value for key '{key}'. Key already exists and `overwrite` is set to `false`."
        ))),
    }
}
