//! A type that should no longer be used.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A type is deprecated: it works, and a later version may not have it.
///
/// ```yaml hint
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.debug.Echo
///     format: Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "deprecations", since = "0.1")]
pub struct DeprecatedType {
    /// The type as people say it: `debug.Echo`.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What to use instead, and why.
    pub instead: Option<&'static str>,
}

impl Explain for DeprecatedType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.instead {
            Some(instead) => format!("`{}` is deprecated: {instead}", self.name),
            None => format!("`{}` is deprecated", self.name),
        }
    }

    fn details(&self, _: &mut Details) {}
}
