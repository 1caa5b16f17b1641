//! A comparison that never holds.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Two values are compared that are never equal.
///
/// Their kinds differ, as those of `1` and `'1'`, or one is no value the other can have.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: env
///     type: SELECT
///     values: [dev, prod]
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     runIf: "{{ inputs.env == 'prd' }}"
///     message: production
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct ComparisonNeverTrue {
    /// The operator.
    pub operator: &'static str,
    /// The comparison.
    pub place: Place,
    /// What stands on the left, in words.
    pub left: String,
    /// What stands on the right, in words.
    pub right: String,
    /// The value that was probably meant.
    pub nearest: Option<String>,
}

impl Explain for ComparisonNeverTrue {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let outcome = if self.operator == "!=" { "always true" } else { "never true" };
        let meant = self.nearest.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        format!("the left is {} and the right {}: this is {outcome}{meant}", self.left, self.right)
    }

    fn details(&self, out: &mut Details) {
        out.label(if self.operator == "!=" { "always true" } else { "never true" });
    }
}
