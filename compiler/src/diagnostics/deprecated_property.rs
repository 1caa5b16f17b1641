//! A property that should no longer be written.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A property is deprecated: it works, and a later version may not have it.
///
/// ```yaml warning
/// id: greet
/// namespace: demo
/// taskDefaults:
///   - type: io.kestra.plugin.core.log.Log
///     values:
///       level: WARN
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "deprecations", since = "0.1")]
pub struct DeprecatedProperty {
    /// The key as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What to write instead, and why.
    pub instead: Option<String>,
    /// The whole entry as it should be written, and what it covers now.
    pub rewrite: Option<(Place, String)>,
}

impl Explain for DeprecatedProperty {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.instead {
            Some(instead) => format!("`{}` is deprecated: {instead}", self.name),
            None => format!("`{}` is deprecated", self.name),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, text)) = &self.rewrite {
            out.fix(format!("write `{text}`"), *place, text);
        }
    }
}
