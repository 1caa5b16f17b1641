//! An expression that cannot be read.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// An expression or a tag cannot be read.
///
/// Expressions are Pebble's: `and`, `or` and `not` instead of signs, `contains` instead of `in`, `elseif` instead of
/// `elif`, and `condition ? a : b`. A text with one such mistake renders nothing at all.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
///     defaults: World
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.name == 'World' && true }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct ExpressionSyntax {
    /// The first bytes that cannot be read; empty where something is missing.
    pub place: Place,
    /// What is wrong, in one line.
    pub problem: String,
    /// What to write instead of the place, where that is clear.
    pub replacement: Option<String>,
    /// Where the bracket, quote or tag was opened that is not closed.
    pub opened: Option<Place>,
    /// What authors who write this usually mean.
    pub hint: Option<&'static str>,
}

impl Explain for ExpressionSyntax {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.hint {
            Some(hint) => format!("{}; {hint}", self.problem),
            None => self.problem.clone(),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(opened) = self.opened.filter(|opened| *opened != self.place) {
            out.secondary(opened, "opened here");
        }
        if let Some(replacement) = &self.replacement {
            let missing = self.place.span.is_empty();
            let (applicability, message) = match missing {
                true => (Applicability::Suggestion, format!("insert `{}`", replacement.trim())),
                false => (Applicability::Safe, format!("write `{}`", replacement.trim())),
            };
            out.edits(applicability, message, vec![Edit { place: self.place, text: replacement.clone() }]);
        }
    }
}
