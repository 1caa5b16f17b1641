//! Values as JSON, the way Kestra's API writes them, and JSON as values.

use plan::Value;
use plan::value::Map;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A value to be written as JSON: points in time as ISO 8601, durations as ISO 8601, bytes in base 64.
pub struct Json<'a>(pub &'a Value);

/// A map of values to be written as a JSON object.
pub struct JsonMap<'a>(pub &'a Map);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => out.serialize_unit(),
            Value::Bool(value) => out.serialize_bool(*value),
            Value::Int(value) => out.serialize_i32(*value),
            Value::Long(value) => out.serialize_i64(*value),
            Value::Float(value) => out.serialize_f32(*value),
            Value::Double(value) => out.serialize_f64(*value),
            Value::Text(text) | Value::Markup(text) => out.serialize_str(text),
            Value::Char(_) | Value::Big(_) | Value::Table(_) | Value::Entry(_) => {
                serde_json::Value::from(self.0).serialize(out)
            }
            Value::List(items) | Value::Array(items) | Value::Set(items) => {
                let mut list = out.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    list.serialize_element(&Json(item))?;
                }
                list.end()
            }
            Value::Map(map) => JsonMap(map).serialize(out),
            Value::Instant(at) => out.collect_str(at),
            Value::Zoned(at) => {
                out.collect_str(&at.datetime().to_zoned(at.time_zone().clone()).map_or_else(
                    |_| at.timestamp().to_string(),
                    |at| at.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string(),
                ))
            }
            Value::LocalDateTime(at) => out.collect_str(at),
            Value::Date(date) => out.collect_str(date),
            Value::Time(time) => out.collect_str(time),
            Value::Duration(duration) => out.collect_str(duration),
            Value::Bytes(bytes) => {
                use base64::Engine as _;
                out.serialize_str(&base64::engine::general_purpose::STANDARD.encode(bytes))
            }
        }
    }
}

impl Serialize for JsonMap<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(&**key, &Json(value))?;
        }
        map.end()
    }
}

/// A JSON value as Java would hold it: integers as narrow as they fit, fractions as doubles.
pub fn from_json(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(integer) => i32::try_from(integer).map_or(Value::Long(integer), Value::Int),
            None => Value::Double(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::text(text),
        serde_json::Value::Array(items) => Value::list(items.into_iter().map(from_json)),
        serde_json::Value::Object(entries) => {
            Value::map(entries.into_iter().map(|(key, value)| (key, from_json(value))))
        }
    }
}

/// The JSON text of a value.
pub fn to_text(value: &Value) -> String {
    serde_json::to_string(&Json(value)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_back() {
        let text = r#"{"a":[1,2.5,"x",null,true,3000000000],"b":{}}"#;
        let value = from_json(serde_json::from_str(text).expect("it is JSON"));
        assert_eq!(to_text(&value), text);
        assert_eq!(
            value.get("a").map(|list| matches!(list, Value::List(items) if items[5] == Value::Long(3_000_000_000))),
            Some(true)
        );
    }

    #[test]
    fn a_point_in_time_is_iso_8601() {
        let at = "2024-12-03T10:15:30Z".parse().expect("it is a timestamp");
        assert_eq!(to_text(&Value::Instant(at)), r#""2024-12-03T10:15:30Z""#);
    }
}
