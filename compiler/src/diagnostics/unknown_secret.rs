//! A secret that is not configured.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A secret is read that is not configured.
///
/// `secrets` in lanner.yaml lists their names.
///
/// With `secrets: [API_TOKEN]`:
///
/// ```yaml info
/// id: report
/// namespace: company.team
/// tasks:
///   - id: get
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com
///     headers:
///       Authorization: "Bearer {{ secret('API_TOKNE') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "references", since = "0.1")]
pub struct UnknownSecret {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The name that was probably meant.
    pub nearest: Option<String>,
}

impl Explain for UnknownSecret {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let meant = self.nearest.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        format!("no secret `{}` is configured{meant}", self.name)
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, format!("'{nearest}'"));
        }
    }
}
