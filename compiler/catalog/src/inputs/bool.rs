//! True or false.

use crate::prelude::*;

/// True or false.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: BOOL
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("BOOL")]
pub struct BoolInput {
    /// The value where none is given.
    #[property]
    pub defaults: Option<bool>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<bool>,
}
