//! A JSON document.

use crate::prelude::*;

/// A JSON document.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: JSON
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("JSON")]
pub struct JsonInput {
    /// A JSON schema the document must match.
    #[versions(since = "2.0")]
    pub json_schema: Option<String>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Value>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Value>,
}
