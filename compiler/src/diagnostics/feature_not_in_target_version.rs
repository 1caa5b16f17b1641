//! Something that the version of the language does not have.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A type or property is newer than the version of the language a file is for, or was removed before it.
///
/// The same is said of what only the enterprise edition has, unless `edition: ee` in `lanner.yaml` says that the file is
/// for it. Then it is information: Lanner runs the flow without it.
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
    /// What the file is for: `1.3`, `the open-source edition`.
    pub target: String,
    /// Which versions have it: `was removed in 2.0`.
    pub history: String,
    /// What to write instead.
    pub instead: Option<&'static str>,
    /// How bad it is.
    pub severity: Severity,
    /// What says what the file is for.
    pub setting: Setting,
}

/// A setting that says what a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The version of the language.
    TargetVersion,
    /// The edition of the server.
    Edition,
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
        out.note(match self.setting {
            Setting::TargetVersion => "`target-version` in lanner.yaml says which version a file is for",
            Setting::Edition => "`edition` in lanner.yaml says which edition a file is for: oss or ee",
        });
    }
}
