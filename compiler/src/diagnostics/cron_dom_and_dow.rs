//! A schedule on days of the month or of the week, where both were meant.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A cron expression restricts the day of the month and the day of the week, and fires where either fits.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: first_monday
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 9 1 * MON"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "triggers", since = "0.1")]
pub struct CronDomAndDow {
    /// Where the day of the week stands.
    pub place: Place,
    /// Where the day of the month stands.
    pub day_place: Place,
}

impl Explain for CronDomAndDow {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "fires on these days of the month and on these days of the week, not only where both fit".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.day_place, "or on these");
        out.note("leave one of them `*`; for the first Monday of a month add a condition on the day");
    }
}
