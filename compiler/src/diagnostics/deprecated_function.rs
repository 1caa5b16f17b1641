//! A function that should no longer be used.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A function is deprecated, and a later version does not have it.
///
/// `fromJson()` reads JSON; the old name `json()` is gone in 2.0.
///
/// ```yaml warning 1.3
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ json('[1, 2]')[0] }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "deprecations", since = "0.1")]
pub struct DeprecatedFunction {
    /// The name as written.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What to do instead, in words.
    pub words: &'static str,
    /// The new name, where nothing else changes.
    pub rename: Option<&'static str>,
    /// The version that no longer has it.
    pub until: Option<String>,
}

impl Explain for DeprecatedFunction {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.rename {
            Some(rename) => format!("`{}` is deprecated; use `{rename}`", self.name),
            None => format!("`{}` is deprecated: {}", self.name, self.words),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.until {
            Some(until) => out.note(format!("{until} no longer has it")),
            None => out.severity(Severity::Info),
        };
        if let Some(rename) = self.rename {
            out.fix(format!("use `{rename}`"), self.place, rename);
        }
    }
}
