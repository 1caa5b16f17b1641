//! Flows that start each other for ever.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// A flow starts itself, directly or through other flows.
///
/// ```yaml error
/// id: again
/// namespace: company.team
/// tasks:
///   - id: once_more
///     type: io.kestra.plugin.core.flow.Subflow
///     namespace: company.team
///     flowId: again
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "subflows", since = "0.1")]
pub struct RecursiveSubflow {
    /// The flows that go round, this one first.
    pub round: Vec<String>,
    /// Where the flow that is started is named.
    pub place: Place,
    /// Whether a condition can end it.
    pub guarded: bool,
}

impl Explain for RecursiveSubflow {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.round.as_slice() {
            [only] => format!("`{only}` starts itself"),
            round => format!("flows start each other: {}", words::circle(round)),
        }
    }

    fn details(&self, out: &mut Details) {
        if self.guarded {
            out.severity(Severity::Warning);
            out.note("a condition around the call may end it");
        } else {
            out.note("nothing ends it");
        }
    }
}
