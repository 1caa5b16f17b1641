//! Outputs of a task that runs only where this one does not.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// Outputs are read of a task in another branch of the same `If` or `Switch`.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// inputs:
///   - id: fresh
///     type: BOOL
/// tasks:
///   - id: choose
///     type: io.kestra.plugin.core.flow.If
///     condition: "{{ inputs.fresh }}"
///     then:
///       - id: extract
///         type: io.kestra.plugin.core.http.Download
///         uri: https://example.com/data.csv
///     else:
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ outputs.extract.uri }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "control", since = "0.1")]
pub struct OutputOfExclusiveBranch {
    /// The task that is read.
    pub task: String,
    /// Where it is named.
    pub place: Place,
    /// The task that chooses.
    pub choice: String,
    /// Where it stands.
    pub choice_place: Place,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for OutputOfExclusiveBranch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` runs only when this task does not: both are branches of `{}`", self.task, self.choice)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.choice_place, "only one branch runs");
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
