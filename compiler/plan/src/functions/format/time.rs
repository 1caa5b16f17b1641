//! `%t…` of `format`: dates and times as Java's `Formatter` writes them.

use jiff::civil;
use jiff::tz::TimeZone;

use crate::Value;
use crate::date::{Locale, Moment, Pattern, Zone};

/// The letters that may stand behind `%t`.
pub(super) const LETTERS: &str = "HIklMSLNpzZsQBbhAaCYyjmdeRTrDFc";

/// What a value knows of a moment: Java refuses to write what it does not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Knows {
    Everything,
    DateAndTime,
    Date,
    Time,
    /// A point in time that no zone looks at.
    Instant,
}

/// A date or time by its letter; `None` where Java refuses it.
pub(super) fn write(letter: char, value: &Value, zone: &TimeZone, locale: Locale) -> Option<String> {
    let utc = || Zone::from(&TimeZone::UTC);
    let local = |date, time| Moment::local(date, time, &utc()).ok();
    let (moment, knows) = match value {
        Value::Long(millis) => {
            (Moment::at(jiff::Timestamp::from_millisecond(*millis).ok()?, &Zone::from(zone)), Knows::Everything)
        }
        Value::JavaDate(instant) => (Moment::at(*instant, &Zone::from(zone)), Knows::Everything),
        Value::Zoned(zoned) => (Moment::at(zoned.timestamp(), &Zone::from(zoned.time_zone())), Knows::Everything),
        Value::Instant(instant) => (Moment::at(*instant, &utc()), Knows::Instant),
        Value::LocalDateTime(at) => (local(at.date(), at.time())?, Knows::DateAndTime),
        Value::Date(date) => (local(*date, civil::Time::midnight())?, Knows::Date),
        Value::Time(time) => (local(civil::Date::constant(1970, 1, 1), *time)?, Knows::Time),
        _ => return None,
    };
    let allowed = match knows {
        Knows::Everything => LETTERS,
        Knows::DateAndTime => "HIklMSLNpBbhAaCYyjmdeRTrDF",
        Knows::Date => "BbhAaCYyjmdeDF",
        Knows::Time => "HIklMSLNpRTr",
        Knows::Instant => "LNsQ",
    };
    if !allowed.contains(letter) {
        return None;
    }
    let pattern = match letter {
        'H' => "HH",
        'I' => "hh",
        'k' => "H",
        'l' => "h",
        'M' => "mm",
        'S' => "ss",
        'L' => "SSS",
        'N' => "SSSSSSSSS",
        'p' => "a",
        'z' => "xx",
        'Z' => "zzz",
        's' => return moment.instant().ok().map(|instant| instant.as_second().to_string()),
        'Q' => return moment.instant().ok().map(|instant| instant.as_millisecond().to_string()),
        'B' => "MMMM",
        'b' | 'h' => "MMM",
        'A' => "EEEE",
        'a' => "EEE",
        'C' => return Some(format!("{:02}", moment.date.year() / 100)),
        'Y' => "yyyy",
        'y' => "yy",
        'j' => "DDD",
        'm' => "MM",
        'd' => "dd",
        'e' => "d",
        'R' => "HH:mm",
        'T' => "HH:mm:ss",
        'r' => "hh:mm:ss a",
        'D' => "MM/dd/yy",
        'F' => "yyyy-MM-dd",
        'c' => "EEE MMM dd HH:mm:ss zzz yyyy",
        _ => return None,
    };
    let text = Pattern::of(pattern).ok()?.print(&moment, locale).ok()?;
    Some(match letter {
        'p' => text.to_lowercase(),
        'r' => text.to_uppercase(),
        _ => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As printed by Java 17 in the zone Europe/Paris.
    #[test]
    fn dates_as_java_writes_them() {
        let zone = crate::date::rules("Europe/Paris").expect("a zone");
        let at = Value::Long(1_709_201_472_345);
        for (letter, expected) in [
            ('H', "11"),
            ('I', "11"),
            ('l', "11"),
            ('M', "11"),
            ('S', "12"),
            ('L', "345"),
            ('N', "345000000"),
            ('p', "am"),
            ('z', "+0100"),
            ('Z', "CET"),
            ('s', "1709201472"),
            ('Q', "1709201472345"),
            ('B', "February"),
            ('h', "Feb"),
            ('A', "Thursday"),
            ('a', "Thu"),
            ('C', "20"),
            ('Y', "2024"),
            ('y', "24"),
            ('j', "060"),
            ('m', "02"),
            ('d', "29"),
            ('e', "29"),
            ('R', "11:11"),
            ('T', "11:11:12"),
            ('r', "11:11:12 AM"),
            ('D', "02/29/24"),
            ('F', "2024-02-29"),
            ('c', "Thu Feb 29 11:11:12 CET 2024"),
        ] {
            assert_eq!(write(letter, &at, &zone, Locale::american()).as_deref(), Some(expected), "%t{letter}");
        }
    }

    #[test]
    fn what_a_value_does_not_know_is_refused() {
        let day = civil::date(2024, 2, 29);
        for (letter, value) in [
            ('H', Value::Date(day)),
            ('Y', Value::Time(civil::time(1, 2, 3, 4))),
            ('z', Value::LocalDateTime(day.at(1, 2, 3, 4))),
            ('Y', Value::Instant(jiff::Timestamp::UNIX_EPOCH)),
            ('Y', Value::Int(1)),
            ('Y', Value::text("2024-02-29")),
        ] {
            assert_eq!(write(letter, &value, &TimeZone::UTC, Locale::american()), None, "%t{letter} of {value:?}");
        }
    }
}
