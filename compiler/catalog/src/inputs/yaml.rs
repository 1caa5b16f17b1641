//! A YAML document.

use crate::prelude::*;

/// A YAML document.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: YAML
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("YAML")]
pub struct YamlInput {
    /// The value where none is given.
    #[property]
    pub defaults: Option<Value>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Value>,
}
