//! A step that does not come round evenly.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A step in a cron expression does not divide its field, so the last step is shorter than the others.
///
/// Steps are counted from the start of the field: `*/7` days of the month are the 1st, 8th, 15th, 22nd, 29th, and then
/// the 1st again.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: weekly
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 0 */7 * *"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "triggers", since = "0.1")]
pub struct CronDayStep {
    /// Where the step stands.
    pub place: Place,
    /// The field: `minute`, `hour`, `day of month`, …
    pub field: &'static str,
    /// The step.
    pub step: u32,
    /// The first and the last value it gives.
    pub values: Vec<i8>,
    /// Where the whole expression stands, and what a weekly one would be.
    pub weekly: Option<(Place, String)>,
}

impl Explain for CronDayStep {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let values: Vec<String> = self.values.iter().map(ToString::to_string).collect();
        let first = values.first().map(String::as_str).unwrap_or_default();
        format!("`*/{}` of the {} fires on {}, then {first} again", self.step, self.field, values.join(", "))
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, weekly)) = &self.weekly {
            out.suggest(format!("once a week: `{weekly}`"), *place, weekly);
        }
    }
}
