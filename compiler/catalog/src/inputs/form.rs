//! A group of inputs that a form shows together.

use crate::prelude::*;

/// A group of inputs that a form shows together.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: FORM
///     inputs:
///       - id: street
///         type: STRING
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("FORM", since = "1.3")]
pub struct FormInput {
    /// The inputs of the group: `{{ inputs.group.id }}`.
    #[versions(since = "1.3")]
    pub inputs: Vec<Input>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Value>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Value>,
}
