//! A time of day.

use crate::prelude::*;

/// A time of day.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: TIME
///     before: "18:00"
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("TIME")]
pub struct TimeInput {
    /// It must be later than this.
    pub after: Option<Time>,
    /// It must be earlier than this.
    pub before: Option<Time>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Time>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Time>,
}
