//! An argument of a kind that a function does not accept.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// A function is given an argument of a kind that it never accepts.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.debug.Return
///     format: "{{ fromJson(1) }}"
///   - id: use
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.show.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct FunctionArgumentType {
    /// What is called.
    pub function: &'static str,
    /// Which argument.
    pub parameter: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What is accepted, in words.
    pub accepts: String,
    /// What it is, in words.
    pub found: String,
    /// What would be right.
    pub instead: Option<(Place, String)>,
}

impl Explain for FunctionArgumentType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let right = self.instead.as_ref().map(|(_, text)| format!(": `{}({text})`", self.function));
        format!(
            "`{}` of `{}` takes {}, and this is {}{}",
            self.parameter,
            self.function,
            self.accepts,
            self.found,
            right.unwrap_or_default()
        )
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, text)) = &self.instead {
            out.edits(Applicability::Safe, format!("write `{text}`"), vec![Edit { place: *place, text: text.clone() }]);
        }
    }
}
