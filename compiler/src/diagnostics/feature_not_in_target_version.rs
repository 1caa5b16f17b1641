//! Something that the version of the language does not have.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A type or property is newer than the version of the language a file is for, or was removed before it.
///
/// ```yaml error 1.3
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: daily
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 8 * * *"
///     timezone: UTC
///     when: "{{ true }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "versions", since = "0.1")]
pub struct FeatureNotInTargetVersion {
    /// What it is: ``the type `flow.ForEach` ``.
    pub what: String,
    /// Where it stands.
    pub place: Place,
    /// The version the file is for.
    pub target: String,
    /// Which versions have it: `was removed in 2.0`.
    pub history: String,
    /// What to write instead.
    pub instead: Option<&'static str>,
    /// How bad it is.
    pub severity: Severity,
}

impl Explain for FeatureNotInTargetVersion {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("{} {}; this file is for {}", self.what, self.history, self.target)
    }

    fn details(&self, out: &mut Details) {
        out.severity(self.severity);
        if let Some(instead) = self.instead {
            out.note(instead);
        }
        out.note("`target-version` in lanner.yaml says which version a file is for");
    }
}
