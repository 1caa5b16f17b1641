//! True or false (old form of `BOOL`).

use crate::prelude::*;

/// True or false (old form of `BOOL`).
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: BOOLEAN
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("BOOLEAN", until = "2.0", obsolete("write `BOOL`"))]
pub struct BooleanInput {
    /// The value where none is given.
    #[property]
    pub defaults: Option<bool>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<bool>,
}
