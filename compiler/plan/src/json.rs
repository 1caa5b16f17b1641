//! JSON as Jackson writes and reads it inside Kestra: what lists and maps print as, `toJson` and `fromJson`.

mod read;

use std::fmt::Write;

use jiff::tz::TimeZone;

use crate::date::duration;
use crate::{Dialect, Value, java};
pub(crate) use read::kind_of;
pub use read::{Mistake, read};

/// Writes a value behind what is already there: compact, null entries of maps left out at every depth,
/// date-times in the form of the dialect, seen from the zone.
pub fn write(value: &Value, dialect: Dialect, zone: &TimeZone, out: &mut String) {
    Writer { dialect, zone, out }.value(value);
}

/// As [`write()`], into a new text.
pub fn to_text(value: &Value, dialect: Dialect, zone: &TimeZone) -> String {
    let mut out = String::new();
    write(value, dialect, zone, &mut out);
    out
}

/// What is left of a value that goes through JSON and comes back: date-times become texts, numbers keep
/// their width, null entries of maps are gone. This is how `jq` sees its input.
pub fn carry(value: &Value, dialect: Dialect, zone: &TimeZone) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Long(_) | Value::Text(_) | Value::Big(_) => value.clone(),
        Value::Float(number) if number.is_finite() => value.clone(),
        Value::Double(number) if number.is_finite() => value.clone(),
        Value::List(items) | Value::Array(items) | Value::Set(items) => {
            Value::list(items.iter().map(|item| carry(item, dialect, zone)))
        }
        Value::Map(entries) => {
            let kept = entries.iter().filter(|(_, value)| !value.is_null());
            Value::map(kept.map(|(key, value)| (key, carry(value, dialect, zone))))
        }
        Value::Table(entries) => {
            let kept = entries.iter().filter(|(_, value)| !value.is_null());
            Value::map(kept.map(|(key, value)| (java::to_text(key), carry(value, dialect, zone))))
        }
        Value::Entry(entry) => Value::map([(java::to_text(&entry.0), carry(&entry.1, dialect, zone))]),
        Value::Duration(duration) => {
            let seconds = crate::value::Big::parse(&duration::decimal_seconds(*duration));
            seconds.map_or(Value::Null, |seconds| Value::Big(seconds.into()))
        }
        Value::Float(_)
        | Value::Double(_)
        | Value::Char(_)
        | Value::Markup(_)
        | Value::Instant(_)
        | Value::JavaDate(_)
        | Value::Zoned(_)
        | Value::LocalDateTime(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Bytes(_) => {
            let mut quoted = String::new();
            write(value, dialect, zone, &mut quoted);
            Value::text(quoted.trim_matches('"'))
        }
    }
}

/// Writes a text in quotes, with what JSON requires escaped and nothing else.
pub fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        if escape.is_empty() {
            put(out, format_args!("\\u{byte:04X}"));
        } else {
            out.push_str(escape);
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

struct Writer<'a> {
    dialect: Dialect,
    zone: &'a TimeZone,
    out: &'a mut String,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Long(_) | Value::Big(_) => {
                java::write(value, self.out);
            }
            Value::Float(number) if number.is_finite() => java::write(value, self.out),
            Value::Double(number) if number.is_finite() => java::write(value, self.out),
            Value::Float(_) | Value::Double(_) | Value::Date(_) => self.quoted(&java::to_text(value)),
            Value::Char(character) => write_text(character.encode_utf8(&mut [0; 4]), self.out),
            Value::Text(text) | Value::Markup(text) => write_text(text, self.out),
            Value::List(items) | Value::Array(items) | Value::Set(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.out.push(',');
                    }
                    self.value(item);
                }
                self.out.push(']');
            }
            Value::Map(entries) => self.map(entries.iter().map(|(key, value)| (key.as_ref(), value))),
            Value::Table(entries) => {
                let entries: Vec<_> = entries.iter().map(|(key, value)| (java::to_text(key), value)).collect();
                self.map(entries.iter().map(|(key, value)| (key.as_str(), *value)));
            }
            Value::Entry(entry) => self.map([(java::to_text(&entry.0).as_str(), &entry.1)].into_iter()),
            Value::Instant(instant) => self.point(*instant, Fraction::Grouped),
            Value::JavaDate(instant) => {
                self.quoted(&instant.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string());
            }
            Value::Zoned(zoned) => self.point(zoned.timestamp(), Fraction::Shortest),
            Value::LocalDateTime(local) => {
                let (date, time) = (local.date(), local.time());
                self.quoted(&format!(
                    "{}T{}",
                    java::to_text(&Value::Date(date)),
                    time_of_day(time, Fraction::Shortest)
                ));
            }
            Value::Time(time) => self.quoted(&time_of_day(*time, Fraction::Shortest)),
            Value::Duration(duration) => self.out.push_str(&duration::decimal_seconds(*duration)),
            Value::Bytes(bytes) => {
                self.quoted(&base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes));
            }
        }
    }

    fn map<'m>(&mut self, entries: impl Iterator<Item = (&'m str, &'m Value)>) {
        self.out.push('{');
        let mut first = true;
        for (key, value) in entries.filter(|(_, value)| !value.is_null()) {
            if !first {
                self.out.push(',');
            }
            first = false;
            write_text(key, self.out);
            self.out.push(':');
            self.value(value);
        }
        self.out.push('}');
    }

    /// Text that needs no escaping.
    fn quoted(&mut self, text: &str) {
        put(self.out, format_args!("\"{text}\""));
    }

    /// A point in time seen from the server's zone: with six digits of fraction in 2.0, before with as many
    /// as it has.
    fn point(&mut self, instant: jiff::Timestamp, natural: Fraction) {
        let offset = self.zone.to_offset(instant);
        let there = offset.to_datetime(instant);
        let fraction = match self.dialect {
            Dialect::V1 => natural,
            Dialect::V2 => Fraction::Micros,
        };
        let date = java::to_text(&Value::Date(there.date()));
        let time = time_of_day(there.time(), fraction);
        self.quoted(&format!("{date}T{time}{}", crate::date::offset_id(offset)));
    }
}

/// How many digits a fraction of a second has.
#[derive(Clone, Copy)]
enum Fraction {
    /// Six, cut off.
    Micros,
    /// As many as needed.
    Shortest,
    /// None, three, six or nine.
    Grouped,
}

fn time_of_day(time: jiff::civil::Time, fraction: Fraction) -> String {
    let nanos = format!("{:09}", time.subsec_nanosecond());
    let digits = match fraction {
        Fraction::Micros => 6,
        Fraction::Shortest => nanos.trim_end_matches('0').len(),
        Fraction::Grouped => nanos.trim_end_matches('0').len().div_ceil(3) * 3,
    };
    let point = if digits > 0 { "." } else { "" };
    format!("{:02}:{:02}:{:02}{point}{}", time.hour(), time.minute(), time.second(), &nanos[..digits])
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a text cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &Value, dialect: Dialect) -> String {
        to_text(value, dialect, &TimeZone::UTC)
    }

    #[test]
    fn null_entries_are_left_out_and_null_elements_stay() {
        let map = Value::map([("a", Value::Null), ("b", Value::list([Value::Null, Value::map([("c", Value::Null)])]))]);
        assert_eq!(written(&map, Dialect::V2), r#"{"b":[null,{}]}"#);
    }

    #[test]
    fn texts_are_escaped_as_little_as_possible() {
        assert_eq!(
            written(&Value::text("a/<\"\\\n\u{1f}\u{7f}é😀"), Dialect::V2),
            "\"a/<\\\"\\\\\\n\\u001F\u{7f}é😀\""
        );
    }

    #[test]
    fn numbers_print_as_in_java() {
        let list = Value::list([Value::Double(1e8), Value::Float(1.123), Value::Double(f64::NAN), Value::Long(3)]);
        assert_eq!(written(&list, Dialect::V2), r#"[1.0E8,1.123,"NaN",3]"#);
    }

    #[test]
    fn date_times_follow_the_dialect_and_the_zone() {
        let zoned: jiff::Zoned = "2013-09-08T16:19:00+02:00[+02:00]".parse().expect("a zoned date-time");
        let zoned = Value::Zoned(Box::new(zoned));
        assert_eq!(written(&zoned, Dialect::V2), "\"2013-09-08T14:19:00.000000Z\"");
        assert_eq!(written(&zoned, Dialect::V1), "\"2013-09-08T14:19:00Z\"");
        let paris = crate::date::rules("Europe/Paris").expect("a zone");
        assert_eq!(to_text(&zoned, Dialect::V2, &paris), "\"2013-09-08T16:19:00.000000+02:00\"");
        let instant = Value::Instant("2024-02-29T09:11:12.3Z".parse().expect("an instant"));
        assert_eq!(written(&instant, Dialect::V1), "\"2024-02-29T09:11:12.300Z\"");
        let local = Value::LocalDateTime(jiff::civil::date(2024, 2, 29).at(10, 11, 0, 0));
        assert_eq!(written(&local, Dialect::V2), "\"2024-02-29T10:11:00\"");
        let duration = Value::Duration(jiff::SignedDuration::from_mins(90));
        assert_eq!(written(&duration, Dialect::V2), "5400.000000000");
    }
}
