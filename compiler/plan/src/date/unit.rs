//! Units of time by the names of Java's `ChronoUnit`, and what adding them does.

use jiff::Span;
use jiff::tz::AmbiguousOffset;

use super::Moment;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Of the clock: a fixed number of nanoseconds.
    Clock(i128),
    /// Of the clock: half a day; but 256 of them are one day in Java.
    HalfDays,
    /// Of the calendar: so many days.
    Days(i64),
    /// Of the calendar: so many months.
    Months(i64),
}

/// The names that can be added, smallest first.
pub const UNITS: &[&str] = &[
    "NANOS",
    "MICROS",
    "MILLIS",
    "SECONDS",
    "MINUTES",
    "HOURS",
    "HALF_DAYS",
    "DAYS",
    "WEEKS",
    "MONTHS",
    "YEARS",
    "DECADES",
    "CENTURIES",
    "MILLENNIA",
];

const SECOND: i128 = 1_000_000_000;
const DAY: i64 = 86_400_000_000_000;

impl Unit {
    /// The unit of a name, in capitals as Java has it.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "NANOS" => Self::Clock(1),
            "MICROS" => Self::Clock(1_000),
            "MILLIS" => Self::Clock(1_000_000),
            "SECONDS" => Self::Clock(SECOND),
            "MINUTES" => Self::Clock(60 * SECOND),
            "HOURS" => Self::Clock(3600 * SECOND),
            "HALF_DAYS" => Self::HalfDays,
            "DAYS" => Self::Days(1),
            "WEEKS" => Self::Days(7),
            "MONTHS" => Self::Months(1),
            "YEARS" => Self::Months(12),
            "DECADES" => Self::Months(120),
            "CENTURIES" => Self::Months(1_200),
            "MILLENNIA" => Self::Months(12_000),
            _ => return None,
        })
    }

    /// Adds so many of it: units of the clock are exact, units of the calendar keep the time of day and
    /// stay inside the month. `None` beyond the end of the calendar.
    pub fn add(self, amount: i64, moment: &Moment) -> Option<Moment> {
        match self {
            Self::Clock(nanos) => {
                let total = moment.instant().ok()?.as_nanosecond() + i128::from(amount).checked_mul(nanos)?;
                Some(Moment::at(jiff::Timestamp::from_nanosecond(total).ok()?, &moment.zone))
            }
            Self::HalfDays => Self::Clock(1).add((amount / 256).checked_mul(DAY)? + amount % 256 * (DAY / 2), moment),
            Self::Days(days) => same_time(moment, Span::new().try_days(amount.checked_mul(days)?).ok()?),
            Self::Months(months) => same_time(moment, Span::new().try_months(amount.checked_mul(months)?).ok()?),
        }
    }
}

/// The same time of day on another date; where it comes twice, with the offset it had before.
fn same_time(moment: &Moment, span: Span) -> Option<Moment> {
    let date = moment.date.checked_add(span).ok()?;
    let there = date.to_datetime(moment.time);
    let ambiguous = moment.zone.rules().to_ambiguous_timestamp(there);
    let instant = match ambiguous.offset() {
        AmbiguousOffset::Fold { after, .. } if after == moment.offset => ambiguous.later(),
        _ => ambiguous.compatible(),
    };
    Some(Moment::at(instant.ok()?, &moment.zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Zone;

    #[test]
    fn every_name_is_a_unit() {
        for name in UNITS {
            assert!(Unit::of(name).is_some(), "{name}");
        }
        assert_eq!(Unit::of("DAY"), None);
        assert_eq!(Unit::of("days"), None);
    }

    #[test]
    fn clocks_that_change_are_respected() {
        let paris = Zone::of("Europe/Paris").expect("a zone");
        let start =
            Moment::local(jiff::civil::date(2024, 3, 30), jiff::civil::time(2, 30, 0, 0), &paris).expect("a moment");
        let next = Unit::Days(1).add(1, &start).expect("a moment");
        assert_eq!((next.date.day(), next.time.hour()), (31, 3));
        let later = Unit::of("HOURS").and_then(|unit| unit.add(24, &start)).expect("a moment");
        assert_eq!((later.date.day(), later.time.hour()), (31, 3));
        let overlap = Moment::at("2024-10-27T01:30:00Z".parse().expect("an instant"), &paris);
        assert_eq!(Unit::Days(7).add(0, &overlap).map(|moment| moment.offset), Some(overlap.offset));
        assert_eq!(Unit::Months(12_000).add(100, &start), None);
    }
}
