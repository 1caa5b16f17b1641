//! A variable that nothing reads.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// One of the flow's `variables` is never read.
///
/// ```yaml warning
/// id: greet
/// namespace: company.team
/// variables:
///   greeting: hello
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "references", since = "0.1")]
pub struct UnusedVariable {
    /// The variable.
    pub name: String,
    /// Where its name stands.
    pub place: Place,
}

impl Explain for UnusedVariable {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("variable `{}` is never read", self.name)
    }

    fn details(&self, out: &mut Details) {
        out.note("read it as `vars.…`, or remove it");
    }
}
