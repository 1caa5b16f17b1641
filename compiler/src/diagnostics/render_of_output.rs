//! `render()` on what others write.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// `render()` evaluates the expressions it finds in data, and this data comes from outside of the flow.
///
/// Whoever writes it can read secrets with it. Print it as it is.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: fetch
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com/message
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ render(outputs.fetch.body) }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct RenderOfOutput {
    /// What is rendered, as it is written.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// The call around it, where it holds nothing else.
    pub call: Option<Place>,
}

impl Explain for RenderOfOutput {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`render` evaluates expressions that it finds in `{}`, which others write", self.path)
    }

    fn details(&self, out: &mut Details) {
        if let Some(call) = self.call {
            out.suggest("print it as it is", call, &self.path);
        }
    }
}
