//! Free text in a JSON text.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Free text is put between the quotes of a JSON text, where a quote or line break in it ends the text.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// inputs:
///   - id: note
///     type: STRING
/// tasks:
///   - id: send
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com
///     method: POST
///     contentType: application/json
///     body: |
///       {"note": "{{ inputs.note }}"}
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "values", since = "0.1")]
pub struct UnescapedJsonInterpolation {
    /// The expression.
    pub place: Place,
    /// What is read.
    pub path: String,
}

impl Explain for UnescapedJsonInterpolation {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("quotes or newlines in `{}` break this JSON; use `{{{{ … | toJson }}}}` without quotes", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.label("between the quotes of a JSON text");
    }
}
