//! Values from JSON and to JSON, as Jackson carries them between the parts of Kestra.

use std::sync::Arc;

use super::{Big, Map, Value};

impl From<serde_json::Value> for Value {
    /// Integers become 32 bits where they fit, then 64, then [`Big`]; fractions become 64-bit floats.
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(value),
            serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => Self::integer(value),
                (None, Some(value)) => Self::Big(Arc::new(Big::Integer(value.into()))),
                (None, None) => Self::Double(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Self::Text(text.into()),
            serde_json::Value::Array(items) => Self::list(items.into_iter().map(Self::from)),
            serde_json::Value::Object(entries) => {
                let entries: Map = entries.into_iter().map(|(key, value)| (key.into(), Self::from(value))).collect();
                Self::Map(Arc::new(entries))
            }
        }
    }
}

impl From<&Value> for serde_json::Value {
    /// What arrives at the other end: date-times as ISO text, durations as decimal seconds, bytes in base64.
    /// Numbers JSON cannot hold become text, as Jackson writes `NaN`.
    fn from(value: &Value) -> Self {
        let text = |text: String| Self::String(text);
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => (*value).into(),
            Value::Long(value) => (*value).into(),
            Value::Float(number) => {
                // By way of the shortest decimal, or 1.1 would become 1.100000023841858.
                number
                    .to_string()
                    .parse::<f64>()
                    .ok()
                    .and_then(serde_json::Number::from_f64)
                    .map_or_else(|| text(crate::java::to_text(value)), Self::Number)
            }
            Value::Double(number) => {
                serde_json::Number::from_f64(*number).map_or_else(|| text(crate::java::to_text(value)), Self::Number)
            }
            Value::Big(value) => match value.as_ref() {
                Big::Integer(integer) => {
                    u64::try_from(integer.clone()).map_or_else(|_| value.to_f64().into(), Self::from)
                }
                Big::Decimal { .. } => value.to_f64().into(),
            },
            Value::Char(value) => text(value.to_string()),
            Value::Text(value) | Value::Markup(value) => Self::String(value.as_ref().into()),
            Value::List(items) | Value::Array(items) | Value::Set(items) => {
                Self::Array(items.iter().map(Self::from).collect())
            }
            Value::Map(entries) => {
                Self::Object(entries.iter().map(|(key, value)| (key.as_ref().into(), Self::from(value))).collect())
            }
            Value::Table(entries) => Self::Object(
                entries.iter().map(|(key, value)| (crate::java::to_text(key), Self::from(value))).collect(),
            ),
            Value::Entry(entry) => {
                Self::Object([(crate::java::to_text(&entry.0), Self::from(&entry.1))].into_iter().collect())
            }
            Value::JavaDate(at) => text(at.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string()),
            Value::Instant(_) | Value::LocalDateTime(_) | Value::Date(_) | Value::Time(_) => {
                text(crate::java::to_text(value))
            }
            Value::Zoned(zoned) => text(zoned.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()),
            Value::Duration(value) => {
                serde_json::Number::from_f64(value.as_secs_f64()).map_or(Self::Null, Self::Number)
            }
            Value::Bytes(bytes) => text(base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_in_json_becomes_text() {
        let numbers =
            Value::list([Value::Double(f64::INFINITY), Value::Float(f32::NEG_INFINITY), Value::Double(f64::NAN)]);
        assert_eq!(serde_json::Value::from(&numbers), serde_json::json!(["Infinity", "-Infinity", "NaN"]));
    }

    #[test]
    fn json_comes_back_as_it_went() {
        let json: serde_json::Value = serde_json::json!({"a": [1, 3_000_000_000_i64, 18_446_744_073_709_551_615_u64, 1.5, null, true, "x"], "b": {}});
        let value = Value::from(json.clone());
        assert_eq!(value.get("a").and_then(|a| a.elements()).map(|a| a[0].clone()), Some(Value::Int(1)));
        assert_eq!(value.get("a").and_then(|a| a.elements()).map(|a| a[1].clone()), Some(Value::Long(3_000_000_000)));
        assert_eq!(serde_json::Value::from(&value), json);
    }
}
