//! A filter that should no longer be used.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use super::outdated::Outdated;

/// A filter is deprecated, and a later version does not have it.
///
/// `toJson` writes JSON; the old name `json` is gone in 2.0.
///
/// ```yaml hint 1.3
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ ['a', 'b'] | json }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "deprecations", since = "0.1")]
pub struct DeprecatedFilter {
    /// What is wrong, and where.
    pub outdated: Outdated,
}

impl Explain for DeprecatedFilter {
    fn place(&self) -> Place {
        self.outdated.place
    }

    fn message(&self) -> String {
        self.outdated.message()
    }

    fn details(&self, out: &mut Details) {
        self.outdated.offer(out);
    }
}
