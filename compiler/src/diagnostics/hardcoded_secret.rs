//! A secret that can be read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A password, token or other secret is written in the flow.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: query
///     type: io.kestra.plugin.jdbc.postgresql.Query
///     url: jdbc:postgresql://localhost/data
///     username: reader
///     password: hunter2hunter2
///     sql: SELECT 1
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct HardcodedSecret {
    /// Where it stands.
    pub place: Place,
    /// What holds it.
    pub what: String,
}

impl Explain for HardcodedSecret {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` holds a secret; use `{{{{ secret('…') }}}}`", self.what)
    }

    fn details(&self, out: &mut Details) {
        out.label("a secret in clear text");
        out.confidence(report::Confidence::Medium);
    }
}
