//! An input of a pause that is asked for though only one branch reads it.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// Whoever resumes a pause must fill in a field that only one branch behind it reads.
///
/// ```yaml info
/// id: approve
/// namespace: company.team
/// tasks:
///   - id: wait
///     type: io.kestra.plugin.core.flow.Pause
///     onResume:
///       - id: ok
///         type: BOOL
///       - id: reason
///         type: STRING
///   - id: decide
///     type: io.kestra.plugin.core.flow.If
///     condition: "{{ outputs.wait.onResume.ok }}"
///     then:
///       - id: yes_
///         type: io.kestra.plugin.core.log.Log
///         message: approved
///     else:
///       - id: no_
///         type: io.kestra.plugin.core.log.Log
///         message: "refused: {{ outputs.wait.onResume.reason }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "inputs", since = "0.1")]
pub struct PauseInputRequiredInOneBranch {
    /// The input.
    pub input: String,
    /// Where its id stands.
    pub place: Place,
    /// The only task that reads it.
    pub reader: String,
    /// Where that task stands.
    pub reader_place: Place,
}

impl Explain for PauseInputRequiredInOneBranch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("whoever resumes must fill in `{}`, though only one branch reads it", self.input)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.reader_place, format!("`{}` reads it, and does not always run", self.reader));
        out.note("add `required: false` where it may stay empty");
        out.confidence(Confidence::Low);
    }
}
