//! An ISO 8601 duration.

use crate::prelude::*;

/// An ISO 8601 duration.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: DURATION
///     max: PT1H
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("DURATION")]
pub struct DurationInput {
    /// The least value.
    pub min: Option<SignedDuration>,
    /// The greatest value.
    pub max: Option<SignedDuration>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<SignedDuration>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<SignedDuration>,
}
