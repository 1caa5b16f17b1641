//! Text.

use crate::prelude::*;

/// Text.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: STRING
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("STRING")]
pub struct StringInput {
    /// A regular expression the whole text must match.
    #[check("Regex")]
    pub validator: Option<String>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<String>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<String>,
}
