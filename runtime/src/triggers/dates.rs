//! The dates of a trigger, and which of them its conditions accept.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use plan::Failure;
use plan::cron::Cron;

/// When a trigger fires.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Dates {
    /// As a cron expression says.
    Cron(Box<Cron>, TimeZone),
    /// At these times, in order.
    Listed(Vec<Zoned>),
}

/// Whether a date is accepted.
pub(crate) type Judge<'a> = &'a dyn Fn(&Zoned) -> Result<bool, Failure>;

/// A date, and what keeps it from being judged.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) date: Zoned,
    pub(crate) failure: Option<Failure>,
}

/// As many dates are judged at the most before there is none (Kestra: 10 years, 10,000 steps).
const MOST: usize = 10_000;

/// So far the search goes.
const YEARS: i64 = 10;

/// Lengths of time that are looked back for the date before another.
const REACHES: [i64; 8] = [60, 3_600, 86_400, 7 * 86_400, 31 * 86_400, 366 * 86_400, 4 * 366 * 86_400, 3_660 * 86_400];

impl Dates {
    /// The first date after a time.
    pub(crate) fn next(&self, after: Timestamp) -> Option<Zoned> {
        match self {
            Self::Cron(cron, zone) => cron.next_after(&after.to_zoned(zone.clone())),
            Self::Listed(dates) => dates.iter().find(|date| date.timestamp() > after).cloned(),
        }
    }

    /// The last date before a time.
    pub(crate) fn previous(&self, before: Timestamp) -> Option<Zoned> {
        match self {
            Self::Cron(..) => REACHES.into_iter().find_map(|seconds| {
                let mut last: Option<Zoned> = None;
                let mut after = before.checked_sub(SignedDuration::from_secs(seconds)).ok()?;
                while let Some(date) = self.next(after).filter(|date| date.timestamp() < before) {
                    after = date.timestamp();
                    last = Some(date);
                }
                last
            }),
            Self::Listed(dates) => dates.iter().rev().find(|date| date.timestamp() < before).cloned(),
        }
    }

    /// The first accepted date after a time, or the first that cannot be judged.
    pub(crate) fn next_accepted(&self, after: Timestamp, judge: Judge<'_>) -> Option<Judged> {
        let horizon = after.checked_add(SignedDuration::from_hours(24 * 366 * YEARS)).unwrap_or(Timestamp::MAX);
        self.accepted(after, judge, |dates, at| dates.next(at).filter(|date| date.timestamp() <= horizon))
    }

    /// The last accepted date before a time.
    pub(crate) fn previous_accepted(&self, before: Timestamp, judge: Judge<'_>) -> Option<Judged> {
        let horizon = before.checked_sub(SignedDuration::from_hours(24 * 366 * YEARS)).unwrap_or(Timestamp::MIN);
        self.accepted(before, judge, |dates, at| dates.previous(at).filter(|date| date.timestamp() >= horizon))
    }

    fn accepted(
        &self,
        from: Timestamp,
        judge: Judge<'_>,
        step: impl Fn(&Self, Timestamp) -> Option<Zoned>,
    ) -> Option<Judged> {
        let mut at = from;
        for _ in 0..MOST {
            let date = step(self, at)?;
            at = date.timestamp();
            match judge(&date) {
                Ok(true) => return Some(Judged { date, failure: None }),
                Ok(false) => {}
                Err(failure) => return Some(Judged { date, failure: Some(failure) }),
            }
        }
        None
    }

    /// A time as it is seen from where the dates are.
    pub(crate) fn seen(&self, at: Timestamp) -> Zoned {
        match self {
            Self::Cron(_, zone) => at.to_zoned(zone.clone()),
            Self::Listed(dates) => {
                let same = dates.iter().find(|date| date.timestamp() == at);
                same.cloned().unwrap_or_else(|| at.to_zoned(TimeZone::UTC))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use plan::cron::Seconds;

    use super::*;

    fn cron(text: &str, zone: &str) -> Dates {
        let cron = Cron::parse(text, Seconds::Without).expect("a cron expression");
        Dates::Cron(Box::new(cron), TimeZone::get(zone).expect("a zone"))
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn shown(date: Option<Zoned>) -> Option<String> {
        date.map(|date| date.strftime("%FT%T%:z").to_string())
    }

    #[test]
    fn clocks_that_change_are_followed() {
        let nightly = cron("30 2 * * *", "Europe/Paris");
        // On 29 March 2026 there is no half past two: it fires when the clocks jump to three.
        assert_eq!(shown(nightly.next(at("2026-03-28T12:00:00Z"))).as_deref(), Some("2026-03-29T03:30:00+02:00"));
        assert_eq!(shown(nightly.next(at("2026-03-29T12:00:00Z"))).as_deref(), Some("2026-03-30T02:30:00+02:00"));
        // On 25 October there are two: it fires at the first.
        assert_eq!(shown(nightly.next(at("2026-10-24T12:00:00Z"))).as_deref(), Some("2026-10-25T02:30:00+02:00"));
        assert_eq!(shown(nightly.next(at("2026-10-25T00:30:00Z"))).as_deref(), Some("2026-10-26T02:30:00+01:00"));
    }

    #[test]
    fn the_date_before_is_found_however_far_it_is() {
        let before = at("2026-03-01T00:00:00Z");
        for (text, expected) in [
            ("*/5 * * * *", "2026-02-28T23:55:00+00:00"),
            ("0 9 * * *", "2026-02-28T09:00:00+00:00"),
            ("0 0 1 * *", "2026-02-01T00:00:00+00:00"),
            ("0 0 29 2 *", "2024-02-29T00:00:00+00:00"),
        ] {
            assert_eq!(shown(cron(text, "UTC").previous(before)).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn dates_that_are_not_accepted_are_passed_over() {
        let daily = cron("0 9 * * *", "UTC");
        let monday = |date: &Zoned| Ok(date.weekday() == jiff::civil::Weekday::Monday);
        let next = daily.next_accepted(at("2026-03-03T00:00:00Z"), &monday).map(|judged| judged.date);
        assert_eq!(shown(next).as_deref(), Some("2026-03-09T09:00:00+00:00"));
        let previous = daily.previous_accepted(at("2026-03-09T09:00:00Z"), &monday).map(|judged| judged.date);
        assert_eq!(shown(previous).as_deref(), Some("2026-03-02T09:00:00+00:00"));
        assert_eq!(daily.next_accepted(at("2026-03-03T00:00:00Z"), &|_| Ok(false)), None);
    }
}
