//! `io.kestra.plugin.core.state`: maps kept from run to run, in the key-value store.

pub(super) mod delete;
pub(super) mod get;
pub(super) mod set;

use plan::Failure;
use plan::value::Map;

use super::{Host, Properties};
use crate::creation::slug;

/// The namespace and the key a state is kept under.
fn place(properties: &Properties, host: &Host) -> Result<(String, String), Failure> {
    let name = properties.text("name")?.unwrap_or_else(|| "default".to_owned());
    let shared = properties.flag("namespace")? == Some(true);
    let own = properties.flag("taskrunValue")? != Some(false);
    let mut key = if shared { String::new() } else { format!("{}_", slug(&host.here.flow.id)) };
    key.push_str("states_tasks-states_");
    key.push_str(&slug(&name));
    if let Some(value) = host.here.value.as_deref().filter(|_| own) {
        key.push('_');
        key.push_str(&slug(value));
    }
    Ok((host.here.flow.namespace.to_string(), key))
}

/// What a state holds; `None` where there is none.
fn read(host: &Host, namespace: &str, key: &str) -> Result<Option<Map>, Failure> {
    let entry = host.engine.key_values().entry(namespace, key).map_err(|error| Failure::new(error.0))?;
    Ok(entry.and_then(|entry| match entry.value {
        plan::Value::Map(map) => Some(map.as_ref().clone()),
        _ => None,
    }))
}

fn missing(properties: &Properties) -> Result<Failure, Failure> {
    let name = properties.text("name")?.unwrap_or_else(|| "default".to_owned());
    Ok(Failure::new(format!("Unable to find the state file '{name}'")))
}
