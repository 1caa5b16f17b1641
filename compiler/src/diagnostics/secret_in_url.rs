//! A secret in a URL.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A secret stands in the query or the user part of a URL.
///
/// URLs are logged by servers on the way; a header is not.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: fetch
///     type: io.kestra.plugin.core.http.Download
///     uri: "https://example.com/data?key={{ secret('KEY') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct SecretInUrl {
    /// Where it stands.
    pub place: Place,
}

impl Explain for SecretInUrl {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "URLs are logged, and this one holds a secret; use a header".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.note("most services take a key in a header such as `Authorization`");
    }
}
