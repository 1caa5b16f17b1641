//! An input that nothing reads.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An input is never read, though every form asks for it.
///
/// `ignore-inputs` in `lanner.yaml` names the beginning of ids that may stay unread.
///
/// ```yaml warning
/// id: greet
/// namespace: company.team
/// inputs:
///   - id: user
///     type: STRING
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "references", since = "0.1")]
pub struct UnusedInput {
    /// The input.
    pub name: String,
    /// Where its id stands.
    pub place: Place,
}

impl Explain for UnusedInput {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("input `{}` is never read, but every form asks for it", self.name)
    }

    fn details(&self, out: &mut Details) {
        out.note("read it, or remove it");
    }
}
