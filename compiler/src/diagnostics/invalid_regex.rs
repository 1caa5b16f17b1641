//! A regular expression that Java cannot compile.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A regular expression cannot be compiled.
///
/// Patterns are Java's: `\d`, `[a-z]`, `(?<name>…)`; a glob such as `*.csv` is none.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// inputs:
///   - id: code
///     type: STRING
///     validator: "[a-z"
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.code }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "values", since = "0.1")]
pub struct InvalidRegex {
    /// Where it goes wrong.
    pub place: Place,
    /// What is wrong there.
    pub message: String,
    /// What was probably meant.
    pub instead: Option<(Place, String)>,
}

impl Explain for InvalidRegex {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("invalid regular expression: {}", self.message)
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, instead)) = &self.instead {
            out.suggest(format!("write `{instead}`"), *place, instead);
        }
    }
}
