//! Forgetting values of the key-value store.

use crate::objects::purge::KvPurge;
use crate::prelude::*;

/// Forget values of the key-value store: those whose time is over where nothing else is said.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: purge
///     type: io.kestra.plugin.core.kv.PurgeKV
///     namespaces:
///       - demo
///     keyPattern: "cache-*"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.kv.PurgeKV", outputs = PurgeKvOutputs)]
pub struct PurgeKv {
    /// Which values are forgotten.
    #[default((("expiredOnly", true), ("type", "key")))]
    #[property]
    #[versions(since = "1.1")]
    pub behavior: KvPurge,
    /// Whether only values whose time is over are forgotten.
    #[versions(until = "2.0")]
    #[obsolete("use `behavior`", since = "1.1")]
    pub expired_only: Option<bool>,
    /// Only keys that this pattern chooses: `cache-*`.
    pub key_pattern: Option<String>,
    /// Only of namespaces that this pattern chooses.
    pub namespace_pattern: Option<String>,
    /// Only of these namespaces.
    pub namespaces: Option<Vec<String>>,
    /// Whether namespaces below them belong to them.
    #[default(true)]
    pub include_child_namespaces: bool,
}

/// What was forgotten.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PurgeKvOutputs {
    /// How many values.
    pub size: i64,
}
