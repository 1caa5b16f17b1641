//! An expression where nothing is rendered.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An expression is written in a property that is never rendered.
///
/// The braces stay in the value, which then is not what the property takes.
///
/// ```yaml warning
/// id: greet
/// namespace: demo
/// tasks:
///   - id: "{{ flow.id }}"
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "structure", since = "0.1")]
pub struct StaticPropertyExpression {
    /// The property.
    pub property: String,
    /// The value.
    pub place: Place,
}

impl Explain for StaticPropertyExpression {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is not rendered; the braces stay in the value", self.property)
    }

    fn details(&self, out: &mut Details) {
        out.label("write the value itself");
    }
}
