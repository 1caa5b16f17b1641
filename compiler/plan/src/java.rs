//! `String.valueOf` of Java for every value: what `~`, `+`, `join` and most filters see of it.

pub(crate) mod decimal_format;
mod float;
pub(crate) mod symbols;

use std::fmt::Write;

use jiff::civil::{Date, DateTime, Time};

use crate::Value;
use crate::date::duration;
use crate::value::Big;
pub use float::{double, float};

/// The text of a value as Java's `toString` gives it; null is `null`.
pub fn to_text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// As [`to_text`], behind what is already there.
pub fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => put(out, value),
        Value::Long(value) => put(out, value),
        Value::Float(value) => float::write_float(out, *value),
        Value::Double(value) => float::write_double(out, *value),
        Value::Big(value) => out.push_str(&big(value)),
        Value::Char(value) => out.push(*value),
        Value::Text(value) | Value::Markup(value) => out.push_str(value),
        Value::List(items) | Value::Array(items) | Value::Set(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                out.push_str(key);
                out.push('=');
                write(value, out);
            }
            out.push('}');
        }
        Value::Table(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write(key, out);
                out.push('=');
                write(value, out);
            }
            out.push('}');
        }
        Value::Entry(entry) => {
            write(&entry.0, out);
            out.push('=');
            write(&entry.1, out);
        }
        Value::Instant(value) => out.push_str(&instant(*value)),
        // In the zone of the server, which is taken for UTC here.
        Value::JavaDate(value) => put(out, value.strftime("%a %b %d %H:%M:%S UTC %Y")),
        Value::Zoned(value) => {
            write_date_time(value.datetime(), out);
            out.push_str(&crate::date::offset_id(value.offset()));
            out.push_str(&crate::date::region_in_brackets(value.time_zone()));
        }
        Value::LocalDateTime(value) => write_date_time(*value, out),
        Value::Date(value) => write_date(*value, out),
        Value::Time(value) => write_time(*value, out),
        Value::Duration(value) => out.push_str(&duration::print(*value)),
        Value::Bytes(bytes) => out.push_str(&String::from_utf8_lossy(bytes)),
    }
}

/// The name of the Java class that holds such a value.
pub fn class_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "java.lang.Boolean",
        Value::Int(_) => "java.lang.Integer",
        Value::Long(_) => "java.lang.Long",
        Value::Float(_) => "java.lang.Float",
        Value::Double(_) => "java.lang.Double",
        Value::Big(value) => match value.as_ref() {
            Big::Integer(_) => "java.math.BigInteger",
            Big::Decimal { .. } => "java.math.BigDecimal",
        },
        Value::Char(_) => "java.lang.Character",
        Value::Text(_) => "java.lang.String",
        Value::Markup(_) => "io.pebbletemplates.pebble.extension.escaper.SafeString",
        Value::List(_) => "java.util.ArrayList",
        Value::Array(_) => "[Ljava.lang.String;",
        Value::Set(_) => "java.util.LinkedHashSet",
        Value::Map(_) => "java.util.LinkedHashMap",
        Value::Table(_) => "java.util.HashMap",
        Value::Entry(_) => "java.util.Map$Entry",
        Value::Instant(_) => "java.time.Instant",
        Value::JavaDate(_) => "java.util.Date",
        Value::Zoned(_) => "java.time.ZonedDateTime",
        Value::LocalDateTime(_) => "java.time.LocalDateTime",
        Value::Date(_) => "java.time.LocalDate",
        Value::Time(_) => "java.time.LocalTime",
        Value::Duration(_) => "java.time.Duration",
        Value::Bytes(_) => "[B",
    }
}

/// A point in time in UTC, seconds with 0, 3, 6 or 9 digits of fraction.
pub fn instant(value: jiff::Timestamp) -> String {
    let mut out = String::with_capacity(30);
    let there = jiff::tz::Offset::UTC.to_datetime(value);
    write_date(there.date(), &mut out);
    put(&mut out, format_args!("T{:02}:{:02}:{:02}", there.hour(), there.minute(), there.second()));
    write_fraction(there.subsec_nanosecond(), &mut out);
    out.push('Z');
    out
}

/// `BigInteger.toString` and `BigDecimal.toString`: the latter with an exponent where the scale is
/// negative or the number very small.
pub fn big(value: &Big) -> String {
    let (unscaled, scale) = value.parts();
    let digits = unscaled.magnitude().to_string();
    let sign = if unscaled.sign() == num_bigint::Sign::Minus { "-" } else { "" };
    let exponent = digits.len() as i64 - 1 - i64::from(scale);
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    if scale > 0 && exponent >= -6 {
        return format!("{sign}{}", with_point(&digits, scale as usize));
    }
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let plus = if exponent > 0 { "+" } else { "" };
    if exponent == 0 {
        format!("{sign}{first}{point}{rest}")
    } else {
        format!("{sign}{first}{point}{rest}E{plus}{exponent}")
    }
}

/// `BigDecimal.toPlainString`: never with an exponent.
pub fn big_plain(value: &Big) -> String {
    let (unscaled, scale) = value.parts();
    let digits = unscaled.magnitude().to_string();
    let sign = if unscaled.sign() == num_bigint::Sign::Minus { "-" } else { "" };
    match usize::try_from(scale) {
        Ok(0) => format!("{sign}{digits}"),
        Ok(scale) => format!("{sign}{}", with_point(&digits, scale)),
        Err(_) if digits == "0" => digits,
        // A scale that would print as megabytes of zeros keeps its exponent.
        Err(_) if scale < -4096 => big(value),
        Err(_) => format!("{sign}{digits}{}", "0".repeat(scale.unsigned_abs() as usize)),
    }
}

fn with_point(digits: &str, scale: usize) -> String {
    match digits.len().checked_sub(scale) {
        Some(whole) if whole > 0 => format!("{}.{}", &digits[..whole], &digits[whole..]),
        _ => format!("0.{digits:0>scale$}"),
    }
}

fn write_date(value: Date, out: &mut String) {
    let year = value.year();
    let sign = if year < 0 { "-" } else { "" };
    put(out, format_args!("{sign}{:04}-{:02}-{:02}", year.unsigned_abs(), value.month(), value.day()));
}

/// Seconds are left out where they and the fraction are zero.
fn write_time(value: Time, out: &mut String) {
    put(out, format_args!("{:02}:{:02}", value.hour(), value.minute()));
    if value.second() != 0 || value.subsec_nanosecond() != 0 {
        put(out, format_args!(":{:02}", value.second()));
        write_fraction(value.subsec_nanosecond(), out);
    }
}

fn write_date_time(value: DateTime, out: &mut String) {
    write_date(value.date(), out);
    out.push('T');
    write_time(value.time(), out);
}

fn write_fraction(nanos: i32, out: &mut String) {
    if nanos == 0 {
    } else if nanos % 1_000_000 == 0 {
        put(out, format_args!(".{:03}", nanos / 1_000_000));
    } else if nanos % 1_000 == 0 {
        put(out, format_args!(".{:06}", nanos / 1_000));
    } else {
        put(out, format_args!(".{nanos:09}"));
    }
}

fn put(out: &mut String, value: impl std::fmt::Display) {
    write!(out, "{value}").expect("writing to a text cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_leave_out_seconds_that_are_zero() {
        let date = jiff::civil::date(2013, 9, 8);
        let paris = crate::date::rules("Europe/Paris").expect("a zone");
        let fixed = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
        let cases = [
            (Value::LocalDateTime(date.at(16, 19, 0, 0)), "2013-09-08T16:19"),
            (Value::LocalDateTime(date.at(16, 19, 12, 0)), "2013-09-08T16:19:12"),
            (Value::Time(jiff::civil::time(0, 0, 0, 1_000_000)), "00:00:00.001"),
            (Value::Time(jiff::civil::time(0, 0, 0, 1_000)), "00:00:00.000001"),
            (Value::Zoned(Box::new(date.at(16, 19, 0, 0).to_zoned(fixed).expect("exists"))), "2013-09-08T16:19+02:00"),
            (
                Value::Zoned(Box::new(date.at(16, 19, 0, 0).to_zoned(paris).expect("exists"))),
                "2013-09-08T16:19+02:00[Europe/Paris]",
            ),
            (Value::Instant("2024-02-29T09:11:00Z".parse().expect("an instant")), "2024-02-29T09:11:00Z"),
            (Value::Duration(jiff::SignedDuration::from_secs(3600)), "PT1H"),
        ];
        for (value, text) in cases {
            assert_eq!(to_text(&value), text);
        }
    }

    #[test]
    fn big_numbers_print_as_in_java() {
        let cases = [
            ("123456789012345678901234567890", "123456789012345678901234567890", "123456789012345678901234567890"),
            ("1.50", "1.50", "1.50"),
            ("-0.05", "-0.05", "-0.05"),
            ("1e3", "1E+3", "1000"),
            ("1.5e-8", "1.5E-8", "0.000000015"),
            ("1e-6", "0.000001", "0.000001"),
            ("12e-8", "1.2E-7", "0.00000012"),
        ];
        for (read, printed, plain) in cases {
            let value = Big::parse(read).expect("a number");
            assert_eq!((big(&value).as_str(), big_plain(&value).as_str()), (printed, plain));
        }
    }

    #[test]
    fn collections_print_their_elements() {
        let value =
            Value::list([Value::Int(1), Value::Null, Value::map([("k", Value::text("v")), ("n", Value::Null)])]);
        assert_eq!(to_text(&value), "[1, null, {k=v, n=null}]");
    }
}
