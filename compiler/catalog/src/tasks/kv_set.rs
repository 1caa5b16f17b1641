//! Writing a value to the key-value store.

use crate::prelude::*;

/// Write a value to the key-value store.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.kv.Set
///     key: colour
///     value: green
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.kv.Set")]
pub struct Set {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// What the value is; guessed where absent.
    pub kv_type: Option<KvType>,
    /// What the value is for.
    pub kv_description: Option<String>,
    /// The namespace; that of the flow where absent.
    #[default("{{ flow.namespace }}")]
    pub namespace: Option<String>,
    /// Whether an existing value may be replaced.
    #[default(true)]
    pub overwrite: bool,
    /// How long the value is kept; for ever where absent.
    pub ttl: Option<SignedDuration>,
}

/// What a value of the key-value store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum KvType {
    /// Text.
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A point in time.
    Datetime,
    /// A date.
    Date,
    /// An ISO 8601 duration.
    Duration,
    /// A JSON document.
    Json,
}
