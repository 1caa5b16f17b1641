//! Adding to a value of the key-value store.

use crate::prelude::*;

/// Put a value under a key of the key-value store.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.kv.Put
///     key: colour
///     value:
///       name: green
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.kv.Put", since = "1.3")]
pub struct Put {
    /// The key.
    pub key: String,
    /// The value, of any type.
    pub value: Value,
    /// The namespace; that of the flow where absent.
    #[default("{{ flow.namespace }}")]
    pub namespace: Option<String>,
    /// Whether a missing key is a failure.
    #[default(false)]
    pub error_on_missing: bool,
}
