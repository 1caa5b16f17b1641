//! An argument with a value that never works.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A literal argument has a value that never works: an unknown unit, zone or locale.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ now() | dateAdd(-1, 'day') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct FilterArgumentValue {
    /// What is called.
    pub function: &'static str,
    /// Which argument.
    pub parameter: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Why it never works.
    pub problem: String,
    /// The value that was probably meant, as it is written.
    pub instead: Option<String>,
}

impl Explain for FilterArgumentValue {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let meant = self.instead.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        format!("{}{meant}", self.problem)
    }

    fn details(&self, out: &mut Details) {
        out.label(format!("`{}` of `{}`", self.parameter, self.function));
        if let Some(instead) = &self.instead {
            out.suggest(format!("use {instead}"), self.place, instead);
        }
    }
}
