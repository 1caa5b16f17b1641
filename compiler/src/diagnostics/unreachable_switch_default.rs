//! `defaults` of a `Switch` that no value reaches.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// The `defaults` of a `Switch` can never run: every value has a case.
///
/// ```yaml hint
/// id: deploy
/// namespace: company.team
/// inputs:
///   - id: stage
///     type: SELECT
///     values: [dev, prod]
/// tasks:
///   - id: by_stage
///     type: io.kestra.plugin.core.flow.Switch
///     value: "{{ inputs.stage }}"
///     cases:
///       dev:
///         - id: dev
///           type: io.kestra.plugin.core.log.Log
///           message: deploying to dev
///       prod:
///         - id: prod
///           type: io.kestra.plugin.core.log.Log
///           message: deploying to prod
///     defaults:
///       - id: other
///         type: io.kestra.plugin.core.log.Log
///         message: deploying nowhere
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "control", since = "0.1")]
pub struct UnreachableSwitchDefault {
    /// Where `defaults` stands.
    pub place: Place,
    /// What is decided on, as written.
    pub value: String,
    /// Where it stands.
    pub value_place: Place,
}

impl Explain for UnreachableSwitchDefault {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("every value of `{}` has a case, so `defaults` never runs", self.value)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.value_place, "one of a closed list of values");
    }
}
