//! An input that is not always there.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An input is read that exists only where its condition holds.
///
/// Where the condition of `dependsOn` does not hold the input is left out, and reading it fails.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: cloud
///     type: BOOL
///     defaults: false
///   - id: region
///     type: STRING
///     dependsOn:
///       inputs: [cloud]
///       condition: "{{ inputs.cloud }}"
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.region }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "inputs", since = "0.1")]
pub struct ConditionalInputUnguarded {
    /// What is read: `inputs.region`.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// The condition of the input.
    pub condition_place: Place,
}

impl Explain for ConditionalInputUnguarded {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` exists only where its condition holds; guard it with `?? …`", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.condition_place, "left out where this is false");
    }
}
