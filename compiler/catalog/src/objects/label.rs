//! Labels of flows and executions.

use crate::prelude::*;

/// A label of an execution.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Label {
    /// The key, in lower case; `system.` is reserved.
    #[name("key")]
    #[versions(until = "1.1")]
    pub key_before: String,
    /// The key, in lower case; `system.` is reserved.
    #[name("key")]
    #[versions(since = "1.1", until = "1.2")]
    #[not_empty]
    pub key_before_2: String,
    /// The key, in lower case; `system.` is reserved.
    #[versions(since = "1.2")]
    #[pattern(r"^[\p{Ll}][\p{L}0-9._-]*$")]
    #[not_empty]
    pub key: String,
    /// The value.
    #[name("value")]
    #[versions(until = "1.1")]
    pub value_before: String,
    /// The value.
    #[versions(since = "1.1")]
    #[not_empty]
    pub value: String,
}
