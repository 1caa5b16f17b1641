//! Removing a key of the key-value store.

use crate::prelude::*;

/// Remove a key of the key-value store.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: forget
///     type: io.kestra.plugin.core.kv.Delete
///     key: colour
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.kv.Delete", outputs = DeleteOutputs)]
pub struct Delete {
    /// The key.
    pub key: String,
    /// The namespace; that of the flow where absent.
    #[default("{{ flow.namespace }}")]
    pub namespace: Option<String>,
    /// Whether a missing key is a failure.
    #[default(false)]
    pub error_on_missing: bool,
}

/// Whether it was there.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DeleteOutputs {
    /// Whether the key was there.
    pub deleted: bool,
}
