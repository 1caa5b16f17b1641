//! A path without braces.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A value is the path of something that exists, without braces around it, and is taken as text.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
///     defaults: World
/// tasks:
///   - id: upper
///     type: io.kestra.plugin.core.debug.Return
///     format: "{{ inputs.name | upper }}"
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: outputs.upper.value
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "expressions", since = "0.1")]
pub struct UnbracedExpression {
    /// The path.
    pub path: String,
    /// Where it stands, with its quotes.
    pub place: Place,
}

impl Explain for UnbracedExpression {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{0}` is taken as text; an expression is `{{{{ {0} }}}}`", self.path)
    }

    fn details(&self, out: &mut Details) {
        let quote = if self.path.contains('"') { '\'' } else { '"' };
        if !self.path.contains(quote) {
            out.suggest("put it in braces", self.place, format!("{quote}{{{{ {} }}}}{quote}", self.path));
        }
    }
}
