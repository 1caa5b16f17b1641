//! `String.valueOf` of Java for every value: what `~`, `+`, `join` and most filters see of it.

use std::fmt::Write;

use crate::Value;

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
        Value::Float(value) => put(out, value),
        Value::Double(value) => put(out, value),
        Value::Big(value) => put(out, value.parts().0),
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
        Value::Instant(value) => put(out, value),
        Value::Zoned(value) => put(out, value),
        Value::LocalDateTime(value) => put(out, value),
        Value::Date(value) => put(out, value),
        Value::Time(value) => put(out, value),
        Value::Duration(value) => put(out, value),
        Value::Bytes(bytes) => out.push_str(&String::from_utf8_lossy(bytes)),
    }
}

fn put(out: &mut String, value: impl std::fmt::Display) {
    write!(out, "{value}").expect("writing to a text cannot fail");
}
