//! A fixed offset beside a zone whose offset changes.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// A time has a fixed offset beside a zone whose offset changes with the season.
///
/// ```yaml info
/// id: report
/// namespace: company.team
/// tasks:
///   - id: event
///     type: io.kestra.plugin.googleworkspace.calendar.InsertEvent
///     calendarId: someone@example.com
///     serviceAccount: "{{ secret('GOOGLE') }}"
///     startTime:
///       dateTime: 2026-01-31T09:00:00+01:00
///       timeZone: Europe/London
///     endTime:
///       dateTime: 2026-01-31T10:00:00
///       timeZone: Europe/London
///     summary: Report
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "triggers", since = "0.1")]
pub struct HardcodedUtcOffset {
    /// Where the offset stands.
    pub place: Place,
    /// The offset.
    pub offset: String,
    /// The zone.
    pub zone: String,
    /// Where it stands.
    pub zone_place: Place,
}

impl Explain for HardcodedUtcOffset {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is the offset of `{}` for a part of the year at most", self.offset, self.zone)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.zone_place, "the zone");
        out.note("leave the offset out, or let `date(timeZone=…)` work it out");
        out.confidence(Confidence::Medium);
    }
}
