//! Values as Ion text, as Jackson with Kestra's types writes them.

use std::fmt::Write;

use crate::date::duration;
use crate::value::Big;
use crate::{Value, java};

/// Prints a value on one line.
pub fn to_text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Long(_) => java::write(value, out),
        Value::Float(number) => write_float(f64::from(*number), out),
        Value::Double(number) => write_float(*number, out),
        Value::Big(number) => write_big(number, out),
        Value::Char(character) => write_string(character.encode_utf8(&mut [0; 4]), out),
        Value::Text(text) | Value::Markup(text) => write_string(text, out),
        Value::List(items) | Value::Array(items) | Value::Set(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => write_struct(entries.iter().map(|(key, value)| (key.as_ref(), value)), out),
        Value::Table(entries) => {
            let entries: Vec<_> = entries.iter().map(|(key, value)| (java::to_text(key), value)).collect();
            write_struct(entries.iter().map(|(key, value)| (key.as_str(), *value)), out);
        }
        Value::Entry(entry) => write_struct([(java::to_text(&entry.0).as_str(), &entry.1)].into_iter(), out),
        Value::Instant(instant) | Value::JavaDate(instant) => {
            let there = jiff::tz::Offset::UTC.to_datetime(*instant);
            java::write(&Value::Date(there.date()), out);
            let (hour, minute, second, millis) = (there.hour(), there.minute(), there.second(), there.millisecond());
            put(out, format_args!("T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"));
        }
        Value::Date(_) => java::write(value, out),
        Value::Zoned(_) => typed("ZonedDateTime", value, out),
        Value::LocalDateTime(_) => typed("LocalDateTime", value, out),
        Value::Time(_) => typed("LocalTime", value, out),
        Value::Duration(length) => out.push_str(&duration::decimal_seconds(*length)),
        Value::Bytes(bytes) => {
            let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
            put(out, format_args!("{{{{{encoded}}}}}"));
        }
    }
}

/// A text with the name of its type in front, seconds always there.
fn typed(name: &str, value: &Value, out: &mut String) {
    let text = java::to_text(value);
    let clock = text.find('T').map_or(0, |at| at + 1);
    let end = text[clock..].find(['+', '-', 'Z', '[']).map_or(text.len(), |at| clock + at);
    let seconds = if end - clock == 5 { ":00" } else { "" };
    let (time, zone) = text.split_at(end);
    let time = if time[clock..].contains('.') { time.trim_end_matches('0') } else { time };
    put(out, format_args!("{name}::\"{time}{seconds}{zone}\""));
}

fn write_struct<'m>(entries: impl Iterator<Item = (&'m str, &'m Value)>, out: &mut String) {
    out.push('{');
    for (index, (key, value)) in entries.enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        write_symbol(key, out);
        out.push(':');
        write(value, out);
    }
    out.push('}');
}

/// A name, in single quotes where it is no identifier.
fn write_symbol(text: &str, out: &mut String) {
    let mut characters = text.chars();
    let first = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_' || first == '$');
    let rest = characters.all(|next| next.is_ascii_alphanumeric() || next == '_' || next == '$');
    let by_number = text
        .strip_prefix('$')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    if first && rest && !by_number && !matches!(text, "null" | "true" | "false" | "nan") {
        out.push_str(text);
    } else {
        quoted(text, '\'', out);
    }
}

fn write_string(text: &str, out: &mut String) {
    quoted(text, '"', out);
}

fn quoted(text: &str, quote: char, out: &mut String) {
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            same if same == quote => {
                out.push('\\');
                out.push(quote);
            }
            control if (control as u32) < 0x20 || (0x7f..0xa0).contains(&(control as u32)) => {
                put(out, format_args!("\\x{:02x}", control as u32));
            }
            other => out.push(other),
        }
    }
    out.push(quote);
}

fn write_float(value: f64, out: &mut String) {
    if value == 0.0 {
        out.push_str(if value.is_sign_negative() { "-0e0" } else { "0e0" });
    } else if value.is_nan() {
        out.push_str("nan");
    } else if value.is_infinite() {
        out.push_str(if value > 0.0 { "+inf" } else { "-inf" });
    } else {
        let text = java::double(value);
        let exponent = if text.contains('E') { "" } else { "e0" };
        put(out, format_args!("{}{exponent}", text.strip_suffix(".0").unwrap_or(&text)));
    }
}

/// A decimal without point where that would need zeros in front or behind: `1d-9`, `12d3`.
fn write_big(value: &Big, out: &mut String) {
    let (unscaled, scale) = value.parts();
    match value {
        Big::Integer(_) => put(out, format_args!("{unscaled}")),
        Big::Decimal { .. } if scale == 0 => put(out, format_args!("{unscaled}.")),
        Big::Decimal { .. } if scale < 0 => put(out, format_args!("{unscaled}d{}", -i64::from(scale))),
        Big::Decimal { .. } => {
            let digits = unscaled.magnitude().to_string().len() as i64;
            if digits - 1 - i64::from(scale) >= -6 {
                out.push_str(&java::big_plain(value));
            } else {
                put(out, format_args!("{unscaled}d-{scale}"));
            }
        }
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a text cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_kestra_writes_them() {
        let zoned: jiff::Zoned = "2013-09-08T16:19:00+02:00[Europe/Paris]".parse().expect("a zoned date-time");
        let cases = [
            (Value::Null, "null"),
            (Value::text("a\"\n'\u{1}é"), "\"a\\\"\\n'\\x01é\""),
            (Value::Float(1.123), "1.1230000257492065e0"),
            (Value::Double(1.5), "1.5e0"),
            (Value::Double(2.0), "2e0"),
            (Value::Double(1e10), "1.0E10"),
            (
                Value::map([("empty_object", Value::map([] as [(&str, Value); 0])), ("a b", Value::Null)]),
                "{empty_object:{},'a b':null}",
            ),
            (Value::map([("true", Value::Int(1)), ("$1", Value::Int(2))]), "{'true':1,'$1':2}"),
            (Value::list([Value::Long(1), Value::Bool(true)]), "[1,true]"),
            (Value::Instant("2024-02-29T09:11:12.345Z".parse().expect("an instant")), "2024-02-29T09:11:12.345Z"),
            (Value::Zoned(Box::new(zoned)), "ZonedDateTime::\"2013-09-08T16:19:00+02:00[Europe/Paris]\""),
            (
                Value::LocalDateTime(jiff::civil::date(2024, 2, 29).at(1, 2, 0, 0)),
                "LocalDateTime::\"2024-02-29T01:02:00\"",
            ),
            (Value::Date(jiff::civil::date(2024, 2, 29)), "2024-02-29"),
            (Value::Duration(jiff::SignedDuration::from_mins(90)), "5400.000000000"),
        ];
        for (value, text) in cases {
            assert_eq!(to_text(&value), text);
        }
    }
}
