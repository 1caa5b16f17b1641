//! A time of day without a zone, beside words that name one.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// A schedule at a time of day has no `timezone`, though the words beside it name a zone.
///
/// Without one it fires in the zone of the server.
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
///     cron: "0 9 * * *" # 9 AM UTC
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "triggers", since = "0.1")]
pub struct CronTimezoneImplicit {
    /// Where the expression stands.
    pub place: Place,
    /// What the words say.
    pub said: String,
    /// Where they stand.
    pub said_place: Place,
    /// The zone they mean, where that is certain.
    pub zone: Option<String>,
    /// Where a line for it goes, and how far it is indented.
    pub insert: Option<(Place, usize)>,
}

impl Explain for CronTimezoneImplicit {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.zone {
            Some(zone) => format!("fires in the server's time zone; add `timezone: {zone}`"),
            None => "fires in the server's time zone; add `timezone`".to_owned(),
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.said_place, format!("`{}` is said here", self.said));
        if let (Some(zone), Some((place, indent))) = (&self.zone, &self.insert) {
            let line = format!("{}timezone: {zone}\n", " ".repeat(*indent));
            out.suggest(format!("add `timezone: {zone}`"), *place, line);
        }
        out.confidence(Confidence::Medium);
    }
}
