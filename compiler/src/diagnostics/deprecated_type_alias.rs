//! An old name of a type.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A type is written by a name it no longer has.
///
/// The old name still works; the new one will go on working.
///
/// ```yaml hint
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.core.tasks.log.Log
///     message: Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "deprecations", since = "0.1")]
pub struct DeprecatedTypeAlias {
    /// The old name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The new name.
    pub canonical: &'static str,
    /// What stands behind the new name.
    pub now: Now,
}

/// What stands behind the new name of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    /// The same type.
    Same,
    /// A type that took its place.
    Successor,
}

impl Explain for DeprecatedTypeAlias {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is now called `{}`", self.name, self.canonical)
    }

    fn details(&self, out: &mut Details) {
        match self.now {
            Now::Same => out.fix("use the new name", self.place, self.canonical),
            Now::Successor => out.suggest("use the new name, and look at its properties", self.place, self.canonical),
        };
    }
}
