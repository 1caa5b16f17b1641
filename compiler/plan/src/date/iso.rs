//! The ISO texts that `ZonedDateTime.parse`, `LocalDateTime.parse` and `LocalDate.parse` accept.

use std::sync::LazyLock;

use super::locale::Locale;
use super::pattern::Pattern;
use super::resolve::Reading;
use super::{Moment, Zone, named};
use jiff::civil::{Date, Time};

static ZONED: LazyLock<Pattern> = LazyLock::new(named::zoned);
static LOCAL_DATE_TIME: LazyLock<Pattern> = LazyLock::new(named::local_date_time);
static DATE: LazyLock<Pattern> = LazyLock::new(named::date);

/// Reads `2024-02-29T10:11:12+01:00[Europe/Paris]`, `2024-02-29T10:11:12` or `2024-02-29`; the latter two
/// in the zone given.
pub fn moment(text: &str, zone: &Zone) -> Option<Moment> {
    reading(text)?.moment(zone)
}

/// Reads a date, or a date and time with a zone or without, and takes the date as it is written.
pub fn date(text: &str) -> Option<Date> {
    reading(text).map(|reading| local(&reading).0)
}

/// Reads a date and time, with a zone or without, and takes the time as it is written.
pub fn time(text: &str) -> Option<Time> {
    let reading = reading(text)?;
    reading.time()?;
    local(&reading).1
}

/// As the clocks of the zone show it, where the text names a region.
fn local(reading: &Reading) -> (Date, Option<Time>) {
    if reading.is_zoned()
        && let Some(moment) = reading.moment(&Zone::fixed(jiff::tz::Offset::UTC))
    {
        return (moment.date, Some(moment.time));
    }
    (reading.date(), reading.time())
}

fn reading(text: &str) -> Option<Reading> {
    let locale = Locale::american();
    ZONED.read(text, locale).or_else(|| LOCAL_DATE_TIME.read(text, locale)).or_else(|| DATE.read(text, locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Option<String> {
        let zone = Zone::of("Europe/Paris").expect("a zone");
        moment(text, &zone).and_then(|moment| moment.instant().ok()).map(|instant| instant.to_string())
    }

    #[test]
    fn what_java_accepts_is_read() {
        let cases = [
            ("2024-02-29T10:11:12+01", Some("2024-02-29T09:11:12Z")),
            ("2024-02-29t10:11:12z", Some("2024-02-29T10:11:12Z")),
            ("2024-02-29T10:11Z", Some("2024-02-29T10:11:00Z")),
            ("2024-02-29T10:11:12.Z", Some("2024-02-29T10:11:12Z")),
            ("2024-02-29T10:11:12+02:00[Europe/Paris]", Some("2024-02-29T08:11:12Z")),
            ("2024-02-29T10:11:12+01:00[+01:00]", Some("2024-02-29T09:11:12Z")),
            ("2024-03-31T02:30:00+01:00[Europe/Paris]", Some("2024-03-31T01:30:00Z")),
            ("2024-02-29T10:11:12-00:00", Some("2024-02-29T10:11:12Z")),
            ("2024-02-29T10:11", Some("2024-02-29T09:11:00Z")),
            ("2024-02-29", Some("2024-02-28T23:00:00Z")),
        ];
        for (text, expected) in cases {
            assert_eq!(instant(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_java_refuses_is_refused() {
        let refused = [
            "2024-02-29T10:11:12+0100",
            "2024-02-29T10:11:12+1",
            "2024-02-29T10Z",
            "2024-02-29T10:11:12.1234567891Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T10:11:12+19:00",
            "2024-02-29T10:11:12+01:00[europe/paris]",
            "2024-02-29T10:11:12+01:00[UTC+1]x",
            "2024-02-29T10:11:12[Europe/Paris]",
            "20240229",
            "2024-2-9",
            "2024-02-30",
            "2024-02-29 10:11",
            "2024-02-29T10:11:60Z",
            " 2024-02-29",
            "2024-02-29Z",
            "2024-02-29T10:11:12+01:0",
            "2024-02-29T10:11:12+01:60",
            "10:11",
            "",
        ];
        for text in refused {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn parts_are_taken_as_written() {
        assert_eq!(time("2024-02-29T23:11:12+05:00").map(Time::hour), Some(23));
        assert_eq!(time("2024-02-29"), None);
        assert_eq!(date("2024-02-29T00:30:00+02:00").map(Date::day), Some(29));
        assert_eq!(date("2024-02-29T10:11:12").map(Date::day), Some(29));
    }
}
