//! A comment that lets a finding pass and does not say why.

use macros::Diagnostic;
use report::{Explain, Place};

/// A comment lets a finding pass without saying why, and `require-reason` in `lanner.yaml` asks for reasons.
///
/// Whoever reads `# lanner: allow(unknown-type)` later cannot tell whether it is still needed. Write the reason
/// behind the bracket: `# lanner: allow(unknown-type) our own plugin, see the README`.
///
/// With `require-reason: true`:
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// variables:
///   region: eu # lanner: allow(unused-variable)
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "suppressions", since = "0.1")]
pub struct AllowWithoutReason {
    /// The comment.
    pub place: Place,
}

impl Explain for AllowWithoutReason {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "this comment lets a finding pass without saying why; write the reason behind the bracket".to_owned()
    }
}
