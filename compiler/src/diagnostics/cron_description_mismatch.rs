//! A schedule that fires at another time than the words beside it say.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// The words beside a schedule say another time than its cron expression.
///
/// ```yaml info
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: daily
///     type: io.kestra.plugin.core.trigger.Schedule
///     description: Every day at 08:30
///     cron: "0 9 * * *"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "triggers", since = "0.1")]
pub struct CronDescriptionMismatch {
    /// Where the expression stands.
    pub place: Place,
    /// What the words say.
    pub said: String,
    /// Where they stand.
    pub said_place: Place,
    /// When it fires.
    pub fires: String,
}

impl Explain for CronDescriptionMismatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("the text says {}, the cron expression fires {}", self.said, self.fires)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.said_place, "said here");
        out.confidence(Confidence::Low);
    }
}
