//! A schedule that fires sixty times in its hour.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A cron expression sets the hour and leaves every minute of it.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: morning
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "* 8 * * *"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "triggers", since = "0.1")]
pub struct CronMinuteStar {
    /// Where the minute stands.
    pub place: Place,
    /// Where the whole expression stands.
    pub cron_place: Place,
    /// When it fires, in words: `from 08:00 to 08:59`.
    pub when: String,
    /// What was probably meant.
    pub instead: String,
}

impl Explain for CronMinuteStar {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("fires every minute {}; did you mean `{}`?", self.when, self.instead)
    }

    fn details(&self, out: &mut Details) {
        out.suggest(format!("use `{}`", self.instead), self.cron_place, &self.instead);
    }
}
