//! A date.

use crate::prelude::*;

/// A date.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: DATE
///     after: "2025-01-01"
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("DATE")]
pub struct DateInput {
    /// It must be later than this.
    pub after: Option<Date>,
    /// It must be earlier than this.
    pub before: Option<Date>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Date>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Date>,
}
