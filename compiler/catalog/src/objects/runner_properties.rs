//! The properties every task runner has.

use crate::prelude::*;

/// The properties every task runner has.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct RunnerProperties {
    /// Where scripts run.
    #[pattern(r"^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*$")]
    #[not_empty]
    pub r#type: String,
    /// The version of the plugin (enterprise edition).
    pub version: Option<String>,
    /// The defaults to take, by their `ref`.
    #[versions(since = "1.3", until = "2.0")]
    pub plugin_defaults_ref: Option<String>,
}
