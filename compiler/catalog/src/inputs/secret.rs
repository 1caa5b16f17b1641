//! Text that is encrypted where it is kept and never shown.

use crate::prelude::*;

/// Text that is encrypted where it is kept and never shown.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: SECRET
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("SECRET")]
pub struct SecretInput {
    /// A regular expression the whole text must match.
    #[check("Regex")]
    pub validator: Option<String>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<String>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<String>,
}
