//! A filter applied to what it does not accept.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// A filter or test is applied to a value of a kind that it never accepts.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: amount
///     type: INT
///     defaults: 3
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.amount | number }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct FilterInputType {
    /// The filter or test.
    pub function: &'static str,
    /// What it is applied to.
    pub place: Place,
    /// What is accepted, in words.
    pub accepts: String,
    /// What it is, in words.
    pub found: String,
    /// Where what makes a list of it goes, where that is all that is missing.
    pub insert: Option<Place>,
}

impl Explain for FilterInputType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is applied to {}, and this is {}", self.function, self.accepts, self.found)
    }

    fn details(&self, out: &mut Details) {
        out.label(format!("this is {}", self.found));
        if let Some(place) = self.insert {
            let edit = Edit { place, text: " | jq('.[]')".to_owned() };
            out.edits(Applicability::Suggestion, "make it a list with `| jq('.[]')`", vec![edit]);
        }
    }
}
