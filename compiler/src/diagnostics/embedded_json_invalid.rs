//! JSON in a text that cannot be read.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// JSON inside a text cannot be read.
///
/// Expressions in it count as values, or as parts of texts.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: send
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com
///     method: POST
///     contentType: application/json
///     body: |
///       {
///         "name": "report",
///         "rows": 12,
///       }
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "values", since = "0.1")]
pub struct EmbeddedJsonInvalid {
    /// Where it goes wrong.
    pub place: Place,
    /// What is wrong there.
    pub problem: String,
    /// The edit that repairs it, where there is only one.
    pub repair: Option<(Place, String)>,
}

impl Explain for EmbeddedJsonInvalid {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("invalid JSON: {}", self.problem)
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, text)) = &self.repair {
            let what = if text.is_empty() { "remove it".to_owned() } else { format!("write `{text}`") };
            out.edits(Applicability::Suggestion, what, vec![Edit::replace(*place, text.as_str())]);
        }
    }
}
