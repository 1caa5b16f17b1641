//! A key that has to be there and is not.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A key is missing without which nothing works.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "structure", since = "0.1")]
pub struct MissingRequiredProperty {
    /// The keys that are missing.
    pub names: Vec<String>,
    /// What lacks them: ``task `hello` ``, `the flow`.
    pub owner: String,
    /// Its id, its type, or its first key.
    pub place: Place,
}

impl Explain for MissingRequiredProperty {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("{} has no {}", self.owner, crate::words::all(&self.names))
    }

    fn details(&self, out: &mut Details) {
        let them = if self.names.len() == 1 { "it is" } else { "they are" };
        out.label(format!("{them} required here"));
    }
}
