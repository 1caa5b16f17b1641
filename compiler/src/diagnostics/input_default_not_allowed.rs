//! A value that a selection does not offer.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A value is given to a selection that does not offer it.
///
/// The default of a `SELECT`, `MULTISELECT` or `ENUM`, or what a trigger or subflow passes, is not one of its
/// `values`, and `allowCustomValue` is not set.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// inputs:
///   - id: priority
///     type: SELECT
///     values: [low, normal, high]
///     defaults: urgent
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.priority }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "inputs", since = "0.1")]
pub struct InputDefaultNotAllowed {
    /// The value.
    pub value: String,
    /// Where it stands.
    pub place: Place,
    /// The input.
    pub input: String,
    /// What is offered.
    pub values: Vec<String>,
    /// Where that stands.
    pub values_place: Option<Place>,
    /// What was probably meant.
    pub nearest: Option<String>,
}

impl Explain for InputDefaultNotAllowed {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is not one of the values of `{}`", self.value, self.input)
    }

    fn details(&self, out: &mut Details) {
        out.label(format!("one of {}", words::list(&self.values)));
        if let Some(values) = self.values_place {
            out.secondary(values, "these are offered");
        }
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
    }
}
