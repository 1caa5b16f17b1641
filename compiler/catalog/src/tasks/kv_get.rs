//! Reading a value of the key-value store.

use crate::prelude::*;

/// Read a value of the key-value store.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: read
///     type: io.kestra.plugin.core.kv.Get
///     key: colour
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.kv.Get", outputs = GetOutputs)]
pub struct Get {
    /// The key.
    pub key: String,
    /// The namespace; that of the flow where absent.
    #[default("{{ flow.namespace }}")]
    pub namespace: Option<String>,
    /// Whether a missing key is a failure.
    #[default(false)]
    pub error_on_missing: bool,
}

/// The value.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct GetOutputs {
    /// The value.
    pub value: Value,
}
