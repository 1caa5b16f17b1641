//! `io.kestra.plugin.core.kv`

pub(super) mod delete;
pub(super) mod get;
pub(super) mod get_keys;
pub(super) mod purge_kv;
pub(super) mod put;
pub(super) mod set;

use plan::Failure;

use super::{Host, Properties};
use crate::store::StoreError;

/// The key and the namespace a task is about.
fn place(properties: &Properties, host: &Host) -> Result<(String, String), Failure> {
    let key = properties.require("key", Properties::text)?;
    if !crate::kv::is_key(&key) {
        return Err(Failure::new(crate::kv::NO_KEY));
    }
    Ok((key, namespace(properties, host)?))
}

/// The namespace a task is about: its flow's where none is named.
fn namespace(properties: &Properties, host: &Host) -> Result<String, Failure> {
    let named = properties.text("namespace")?.filter(|name| !name.is_empty());
    Ok(named.unwrap_or_else(|| host.here.flow.namespace.to_string()))
}

fn refused(error: StoreError) -> Failure {
    Failure::new(error.0)
}

/// What is said of a key that is not there and has to be.
fn missing(key: &str, namespace: &str) -> Failure {
    Failure::new(format!(
        "No value found for key '{key}' in namespace '{namespace}' and `errorOnMissing` is set to true"
    ))
}
