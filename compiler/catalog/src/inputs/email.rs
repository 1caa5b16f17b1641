//! An address of a person.

use crate::prelude::*;

/// An address of a person.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: EMAIL
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("EMAIL")]
pub struct EmailInput {
    /// The value where none is given.
    #[property]
    pub defaults: Option<String>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<String>,
}
