//! `state.Set`: adds to a state.

use std::sync::Arc;

use plan::value::Map;
use plan::{Failure, Value};

use super::{place, read};
use crate::kv::Setting;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.state.Set", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(set(properties, host))
}

async fn set(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let (namespace, key) = place(&properties, &host)?;
    let mut state = read(&host, &namespace, &key)?.unwrap_or_default();
    merge(&mut state, properties.map("data")?.unwrap_or_default());
    let count = state.len() as i64;
    let keys = host.engine.key_values();
    let written = keys.set(&namespace, &key, Setting::of(Value::Map(Arc::new(state)))).await;
    written.map_err(|error| Failure::new(error.0))?;
    Ok(Outcome::of([("count", Value::integer(count)), ("key", Value::text(key))]))
}

/// Maps are merged, lists are joined, everything else is replaced.
fn merge(state: &mut Map, more: Map) {
    for (name, value) in more {
        match (state.get_mut(&name), value) {
            (Some(Value::Map(old)), Value::Map(new)) => merge(Arc::make_mut(old), new.as_ref().clone()),
            (Some(Value::List(old)), Value::List(new)) => Arc::make_mut(old).extend(new.iter().cloned()),
            (_, value) => {
                state.insert(name, value);
            }
        }
    }
}
