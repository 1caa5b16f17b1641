//! A host that a stranger chooses.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// The caller of a webhook decides which host a request goes to.
///
/// The request can then reach hosts that only the server sees, and carries what stands in its headers.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: fetch
///     type: io.kestra.plugin.core.http.Request
///     uri: "{{ trigger.body.url ?? 'https://example.com' }}"
/// triggers:
///   - id: hook
///     type: io.kestra.plugin.core.trigger.Webhook
///     key: "{{ secret('WEBHOOK_KEY') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct UrlInjection {
    /// What is read.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// Whether the request carries a secret, which then goes wherever the caller wants.
    pub sends_secret: bool,
}

impl Explain for UrlInjection {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` lets the caller choose the host of this request", self.path)
    }

    fn details(&self, out: &mut Details) {
        if self.sends_secret {
            out.severity(Severity::Error);
            out.note("the request carries a secret, which goes wherever the caller wants");
        }
        out.note("write the host out and take only a part of the path, or choose among known hosts");
    }
}
