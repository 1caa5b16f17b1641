//! A schedule's condition on the moment it is tested at.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A condition of a schedule reads `now()` instead of the date that is tried.
///
/// Conditions are tested for dates in the future, to tell which is next; `trigger.date` is the date that is tried.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: weekdays
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 9 * * *"
///     when: "{{ dayOfWeek(now()) != 'SUNDAY' }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "triggers", since = "0.1")]
pub struct ScheduleConditionOnNow {
    /// Where `now()` stands.
    pub place: Place,
}

impl Explain for ScheduleConditionOnNow {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "`now()` is not the date that is tried; use `trigger.date`".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.suggest("use `trigger.date`", self.place, "trigger.date");
    }
}
