//! One of several texts.

use crate::objects::flow_document::ValueOption;
use crate::prelude::*;

/// One of several texts.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: SELECT
///     values: [small, large]
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("SELECT")]
pub struct SelectInput {
    /// The values that are offered.
    #[name("values")]
    #[versions(until = "1.2")]
    pub values_before: Option<Vec<String>>,
    /// The values that are offered.
    #[name("values")]
    #[versions(since = "1.2", until = "1.3")]
    #[size(min = 2)]
    pub values_before_2: Option<Vec<String>>,
    /// The values that are offered.
    #[name("values")]
    #[versions(since = "1.3", until = "2.0")]
    pub values_before_3: Option<Vec<String>>,
    /// The values that are offered.
    #[versions(since = "2.0")]
    pub values: Option<Vec<ValueOption>>,
    /// An expression that gives the values that are offered.
    pub expression: Option<String>,
    /// Whether other values are accepted.
    #[default(false)]
    pub allow_custom_value: bool,
    /// Whether a form shows one button for each value.
    #[default(false)]
    pub is_radio: bool,
    /// Whether the first value is the default.
    #[default(false)]
    pub auto_select_first: bool,
    /// The value where none is given.
    #[property]
    pub defaults: Option<String>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<String>,
}
