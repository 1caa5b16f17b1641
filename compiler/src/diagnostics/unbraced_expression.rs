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
    /// How much of the value it is.
    pub extent: Extent,
}

/// How much of a value is the expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it, with its quotes.
    Whole,
    /// What stands behind other text.
    Part,
}

impl Explain for UnbracedExpression {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{0}` is taken as text; an expression is `{{{{ {0} }}}}`", self.path)
    }

    fn details(&self, out: &mut Details) {
        let braced = format!("{{{{ {} }}}}", self.path);
        let quote = if self.path.contains('"') { '\'' } else { '"' };
        let text = match self.extent {
            Extent::Part => braced,
            Extent::Whole if self.path.contains(quote) => return,
            Extent::Whole => format!("{quote}{braced}{quote}"),
        };
        out.suggest("put it in braces", self.place, text);
    }
}
