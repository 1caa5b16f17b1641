//! A value that starts with `{{` and has no quotes.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::yaml::quote::quoted_expression;

/// A value starts with `{{` and has no quotes.
///
/// In YAML a brace starts a mapping, so Kestra does not get to see an expression. Put quotes around the value.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// inputs:
///   - id: name
///     type: STRING
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: {{ inputs.name }}
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "yaml", since = "0.1")]
pub struct UnquotedExpression {
    /// The whole value.
    pub place: Place,
    /// The value as written.
    pub text: String,
}

impl Explain for UnquotedExpression {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let opening = self.text.get(..2).unwrap_or("{{");
        format!("`{opening}` starts a YAML mapping here; quote the expression")
    }

    fn details(&self, out: &mut Details) {
        out.fix("put quotes around it", self.place, quoted_expression(&self.text));
    }
}
