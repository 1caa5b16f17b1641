//! What Kestra's date filters accept as a date, and the zones and formats they are given.

use super::{Locale, Moment, Pattern, Zone, iso};
use crate::Value;
use crate::evaluate::Error;

/// The moment of a value: date-times as they are, local ones and texts without zone in the zone given,
/// a date at noon, whole numbers of 64 bits since 1970 in seconds, of 13 digits in milliseconds, of 19
/// digits in nanoseconds, texts in ISO form or as the existing format says.
///
/// # Errors
///
/// In one line why the value is no date.
pub fn moment(value: &Value, zone: &Zone, existing_format: Option<&Pattern>) -> Result<Moment, Error> {
    match value {
        Value::Instant(instant) | Value::JavaDate(instant) => Ok(Moment::at(*instant, zone)),
        Value::Zoned(zoned) => Ok(Moment::at(zoned.timestamp(), &Zone::from(zoned.time_zone()))),
        Value::LocalDateTime(local) => Moment::local(local.date(), local.time(), zone).map_err(beyond),
        Value::Date(date) => Moment::local(*date, jiff::civil::time(12, 0, 0, 0), zone).map_err(beyond),
        Value::Long(number) => epoch(*number).map(|instant| Moment::at(instant, zone)).map_err(beyond),
        Value::Text(text) => match existing_format {
            Some(pattern) => pattern
                .read(text, Locale::american())
                .and_then(|reading| reading.moment(zone))
                .ok_or_else(|| Error::new(format!("`{text}` does not follow the `existingFormat`"))),
            None => iso::moment(text, zone).ok_or_else(|| {
                let form = "`2024-02-29`, `2024-02-29T10:11:12` or `2024-02-29T10:11:12Z`";
                Error::new(format!(
                    "`{text}` is not a date: it must be like {form}, or `existingFormat` must say how it is written"
                ))
            }),
        },
        Value::Int(_) | Value::Float(_) | Value::Double(_) | Value::Big(_) => {
            Err(Error::new("a date must be text, a date-time or a whole number of 64 bits, and this number is neither"))
        }
        other => {
            let kind = other.words();
            Err(Error::new(format!("a date must be text, a date-time or a number, and it is {kind}")))
        }
    }
}

/// The point in time of a number, by how many digits it has.
fn epoch(number: i64) -> Result<jiff::Timestamp, jiff::Error> {
    match number.unsigned_abs().to_string().len() {
        13 => jiff::Timestamp::from_millisecond(number),
        19 => jiff::Timestamp::from_nanosecond(i128::from(number)),
        _ => jiff::Timestamp::from_second(number),
    }
}

fn beyond(_: jiff::Error) -> Error {
    Error::new("the date is before the year -9999 or after the year 9999")
}

/// The zone of a name.
///
/// # Errors
///
/// Where there is none of this name.
pub fn zone(name: &str) -> Result<Zone, Error> {
    Zone::of(name).ok_or_else(|| {
        Error::new(format!(
            "there is no time zone `{name}`: write a region like `Europe/Paris`, an offset like `+01:00`, or `UTC`"
        ))
    })
}

/// The locale of a name.
///
/// # Errors
///
/// Where it is not written as a locale.
pub fn locale(name: &str) -> Result<Locale, Error> {
    Locale::of(name).ok_or_else(|| Error::new(format!("`{name}` is not a locale: write `fr` or `fr_FR`")))
}

/// The pattern of a format.
///
/// # Errors
///
/// What is wrong with it.
pub fn pattern(format: &str) -> Result<Pattern, Error> {
    Pattern::of(format).map_err(|error| Error::new(error.message))
}
