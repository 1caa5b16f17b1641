//! One of several texts (old form of `SELECT`).

use crate::prelude::*;

/// One of several texts (old form of `SELECT`).
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: ENUM
///     values: [small, large]
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("ENUM", until = "2.0", obsolete("write `SELECT`"))]
pub struct EnumInput {
    /// The values that are offered.
    pub values: Vec<String>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<String>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<String>,
}
