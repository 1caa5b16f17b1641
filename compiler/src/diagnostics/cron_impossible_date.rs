//! A schedule on days that do not exist.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A cron expression names only days that do not exist, such as 30 February.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: never
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 9 30 2 *"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "triggers", since = "0.1")]
pub struct CronImpossibleDate {
    /// Where the days and months stand.
    pub place: Place,
    /// The expression.
    pub cron: String,
}

impl Explain for CronImpossibleDate {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` names no day that exists, and never fires", self.cron)
    }

    fn details(&self, out: &mut Details) {
        out.label("no such day in these months");
    }
}
