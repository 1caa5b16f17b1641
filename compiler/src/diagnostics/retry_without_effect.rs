//! A retry that never happens.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A `retry` is written so that nothing is ever tried again.
///
/// `maxAttempts` counts the first attempt, too.
///
/// ```yaml warning
/// id: flaky
/// namespace: company.team
/// tasks:
///   - id: call
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com/job
///     retry:
///       type: constant
///       interval: PT1M
///       maxAttempts: 1
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "structure", since = "0.1")]
pub struct RetryWithoutEffect {
    /// The value that prevents it.
    pub place: Place,
    /// The key as written: `maxAttempts`.
    pub name: String,
}

impl Explain for RetryWithoutEffect {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}: 1` tries nothing again: the first attempt counts", self.name)
    }

    fn details(&self, out: &mut Details) {
        out.suggest("write `2` for one retry", self.place, "2");
    }
}
