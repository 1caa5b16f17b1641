//! Inputs defined elsewhere (enterprise edition).

use crate::prelude::*;

/// Inputs defined elsewhere (enterprise edition).
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: REUSABLE_INPUTS
///     ref: address
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("REUSABLE_INPUTS", since = "2.0", elsewhere)]
pub struct ReusableInputsInput {
    /// The name of the inputs.
    #[not_empty]
    pub r#ref: String,
    /// The namespace they belong to.
    pub namespace: Option<String>,
    /// A fixed revision.
    pub revision: Option<i64>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Value>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Value>,
}
