//! A list of values of one type.

use crate::objects::flow_document::InputType;
use crate::prelude::*;

/// A list of values of one type.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: ARRAY
///     itemType: INT
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("ARRAY")]
pub struct ArrayInput {
    /// What the elements are.
    pub item_type: InputType,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Vec<Value>>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Vec<Value>>,
}
