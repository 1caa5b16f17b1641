//! A point in time.

use crate::prelude::*;

/// A point in time.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: DATETIME
///     after: "2025-01-01T00:00:00Z"
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("DATETIME")]
pub struct DateTimeInput {
    /// It must be later than this.
    pub after: Option<Moment>,
    /// It must be earlier than this.
    pub before: Option<Moment>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Moment>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Moment>,
}
