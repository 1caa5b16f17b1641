//! Values as JSON, with `{"$type": …, "value": …}` where JSON has no such type.

use std::sync::Arc;

use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use plan::date::duration;
use plan::{Failure, Value, java};
use serde_json::{Value as Json, json};

/// A value from JSON.
///
/// # Errors
///
/// Where a `$type` is unknown or its value cannot be read.
pub(super) fn from_json(json: &Json) -> Result<Value, Failure> {
    match json {
        Json::Object(entries) => match entries.get("$type").and_then(Json::as_str) {
            Some(kind) => {
                let value = entries.get("value").unwrap_or(&Json::Null);
                special(kind, value)?.ok_or_else(|| Failure::new(format!("`{value}` is not of the type `{kind}`")))
            }
            None => {
                let entries = entries.iter().map(|(key, value)| Ok((key.as_str().into(), from_json(value)?)));
                Ok(Value::Map(Arc::new(entries.collect::<Result<_, Failure>>()?)))
            }
        },
        Json::Array(items) => Ok(Value::list(items.iter().map(from_json).collect::<Result<Vec<_>, _>>()?)),
        other => Ok(Value::from(other.clone())),
    }
}

fn special(kind: &str, value: &Json) -> Result<Option<Value>, Failure> {
    let text = value.as_str();
    Ok(match kind {
        "i32" => value.as_i64().and_then(|value| i32::try_from(value).ok()).map(Value::Int),
        "i64" => value.as_i64().map(Value::Long),
        "f32" => value.as_f64().map(|value| Value::Float(value as f32)),
        "f64" => value.as_f64().map(Value::Double),
        "instant" => text.and_then(|text| text.parse().ok()).map(Value::Instant),
        "zoned_datetime" => text.and_then(zoned),
        "local_datetime" => text.and_then(|text| text.parse().ok()).map(Value::LocalDateTime),
        // Kestra's tests call a `java.util.Date` so.
        "date" => text.and_then(date),
        "time" => text.and_then(|text| text.parse().ok()).map(Value::Time),
        "duration" => text.and_then(duration::parse).map(Value::Duration),
        "set" => match value {
            Json::Array(items) => {
                let items: Vec<Value> = items.iter().map(from_json).collect::<Result<_, _>>()?;
                let mut distinct: Vec<Value> = Vec::with_capacity(items.len());
                items.into_iter().for_each(|item| {
                    if !distinct.contains(&item) {
                        distinct.push(item);
                    }
                });
                Some(Value::Set(Arc::new(distinct)))
            }
            _ => None,
        },
        other => return Err(Failure::new(format!("`{other}` is no `$type`"))),
    })
}

/// A date, or a point in time as a `java.util.Date`.
fn date(text: &str) -> Option<Value> {
    if text.len() == "2024-02-29".len() {
        return text.parse().ok().map(Value::Date);
    }
    text.parse().ok().map(Value::JavaDate)
}

/// `2024-02-29T10:11:12+01:00`, with or without `[Europe/Paris]`.
fn zoned(text: &str) -> Option<Value> {
    let with_zone = text.parse::<Zoned>().ok();
    let zoned = with_zone.or_else(|| {
        let at: Timestamp = text.parse().ok()?;
        let offset = Pieces::parse(text).ok()?.to_numeric_offset().unwrap_or(Offset::UTC);
        Some(at.to_zoned(TimeZone::fixed(offset)))
    });
    zoned.map(|zoned| Value::Zoned(Box::new(zoned)))
}

/// JSON for a value.
pub(crate) fn to_json(value: &Value) -> Json {
    let special = |kind: &str, value: Json| json!({"$type": kind, "value": value});
    let text = |value: &Value| Json::String(java::to_text(value));
    match value {
        Value::Instant(_) => special("instant", text(value)),
        Value::JavaDate(at) => special("date", Json::String(at.to_string())),
        Value::Zoned(_) => special("zoned_datetime", text(value)),
        Value::LocalDateTime(_) => special("local_datetime", text(value)),
        Value::Date(_) => special("date", text(value)),
        Value::Time(_) => special("time", text(value)),
        Value::Duration(_) => special("duration", text(value)),
        Value::Set(items) => special("set", items.iter().map(to_json).collect()),
        Value::Bytes(_) => special("bytes", value.into()),
        Value::List(items) | Value::Array(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.as_ref().into(), to_json(value))).collect())
        }
        Value::Table(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (java::to_text(key), to_json(value))).collect())
        }
        other => other.into(),
    }
}
