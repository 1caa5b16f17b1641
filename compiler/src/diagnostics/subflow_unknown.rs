//! A flow that is started and not in the workspace.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A task starts a flow that is not in the workspace.
///
/// Where other flows of its namespace are here, it is probably misspelt. Where none are, it cannot be checked;
/// `external-flows` in `lanner.yaml` names flows that live elsewhere.
///
/// ```yaml info
/// id: parent
/// namespace: company.team
/// tasks:
///   - id: child
///     type: io.kestra.plugin.core.flow.Subflow
///     namespace: elsewhere
///     flowId: child
/// ```
///
/// ```yaml file
/// id: generate-image
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: drawing
/// ```
///
/// ```yaml warning
/// id: parent
/// namespace: company.team
/// tasks:
///   - id: child
///     type: io.kestra.plugin.core.flow.Subflow
///     namespace: company.team
///     flowId: generate_image
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "subflows", since = "0.1")]
pub struct SubflowUnknown {
    /// Its name as written.
    pub flow: String,
    /// Where its id stands.
    pub place: Place,
    /// What is known of its namespace.
    pub neighbours: Neighbours,
}

/// What is known of a namespace.
#[derive(Clone, Debug)]
pub enum Neighbours {
    /// No flow of it is in the workspace.
    None,
    /// Some are; the one that was probably meant.
    Some(Option<String>),
}

impl Explain for SubflowUnknown {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("no flow `{}` in this workspace", self.flow)
    }

    fn details(&self, out: &mut Details) {
        match &self.neighbours {
            Neighbours::None => {
                out.severity(Severity::Info);
                out.note(
                    "its inputs and outputs cannot be checked; name it under `external-flows` where it lives elsewhere",
                );
            }
            Neighbours::Some(Some(nearest)) => {
                out.suggest(format!("use `{nearest}`"), self.place, nearest);
            }
            Neighbours::Some(None) => {}
        }
    }
}
