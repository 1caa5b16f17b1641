//! Several of several texts.

use crate::objects::flow_document::InputType;
use crate::objects::flow_document::ValueOption;
use crate::prelude::*;

/// Several of several texts.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: MULTISELECT
///     values: [red, green]
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("MULTISELECT")]
pub struct MultiSelectInput {
    /// The values that are offered.
    #[name("values")]
    #[versions(until = "2.0")]
    pub values_before: Option<Vec<String>>,
    /// The values that are offered.
    #[versions(since = "2.0")]
    pub values: Option<Vec<ValueOption>>,
    /// An expression that gives the values that are offered.
    pub expression: Option<String>,
    /// The values that are offered.
    #[versions(until = "2.0")]
    #[obsolete("use `values`")]
    pub options: Option<Vec<String>>,
    /// Whether other values are accepted.
    #[default(false)]
    pub allow_custom_value: bool,
    /// Whether the first value is the default.
    #[default(false)]
    pub auto_select_first: bool,
    /// What the elements are.
    #[default("STRING")]
    pub item_type: InputType,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Vec<String>>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Vec<String>>,
}
