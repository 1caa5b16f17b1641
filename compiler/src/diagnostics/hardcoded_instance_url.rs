//! An address of one instance.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A text names the address of one instance, which its readers may not reach.
///
/// ```yaml info
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "see http://localhost:8080/ui/executions/{{ execution.id }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "security", since = "0.1")]
pub struct HardcodedInstanceUrl {
    /// Where it stands.
    pub place: Place,
}

impl Explain for HardcodedInstanceUrl {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "this address works on one machine only; use `{{ kestra.url }}` or `appLink()`".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.confidence(report::Confidence::Medium);
    }
}
