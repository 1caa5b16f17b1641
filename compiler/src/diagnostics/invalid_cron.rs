//! A cron expression that cannot be read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A cron expression cannot be read.
///
/// Five fields: minute, hour, day of month, month, day of week; with `withSeconds: true` six, seconds first. Nicknames
/// such as `@daily` stand for the obvious. `L`, `W`, `#` and `?` are not known.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: daily
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "61 9 * * *"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "triggers", since = "0.1")]
pub struct InvalidCron {
    /// The part that is wrong.
    pub place: Place,
    /// What is wrong with it.
    pub problem: String,
    /// Whether the expression has as many fields as the other kind of schedule wants.
    pub other_kind: bool,
}

impl Explain for InvalidCron {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("invalid cron expression: {}", self.problem)
    }

    fn details(&self, out: &mut Details) {
        if self.other_kind {
            out.note("a sixth field for seconds comes first, and needs `withSeconds: true`");
        }
    }
}
