//! A secret that others can read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A secret is put where others can read it: a log, an output, a label, a stored value.
///
/// Logs are masked, outputs and stored values are not.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "the token is {{ secret('TOKEN') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct SecretExposed {
    /// The call or the input.
    pub place: Place,
    /// Where it ends, in words: `a log`.
    pub sink: &'static str,
}

impl Explain for SecretExposed {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("this secret ends in {}, where others can read it", self.sink)
    }

    fn details(&self, out: &mut Details) {
        out.note("read secrets where they are used: in a header, a password, an environment variable");
    }
}
