//! Listing keys of the key-value store.

use crate::prelude::*;

/// List keys of the key-value store.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: keys
///     type: io.kestra.plugin.core.kv.GetKeys
///     prefix: customer_
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.kv.GetKeys", outputs = GetKeysOutputs)]
pub struct GetKeys {
    /// Only keys that begin with this.
    pub prefix: Option<String>,
    /// The namespace; that of the flow where absent.
    #[default("{{ flow.namespace }}")]
    pub namespace: Option<String>,
}

/// The keys.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct GetKeysOutputs {
    /// The keys.
    pub keys: Vec<String>,
}
