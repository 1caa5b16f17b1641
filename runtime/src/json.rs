//! Values as JSON, the way Kestra's API writes them.

use plan::Value;
use plan::value::Map;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A value to be written as JSON, as [`serde_json::Value`] holds it, without making one for maps and lists.
pub struct Json<'a>(pub &'a Value);

/// A map of values to be written as a JSON object.
pub struct JsonMap<'a>(pub &'a Map);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => out.serialize_str(text),
            Value::List(items) => {
                let mut list = out.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    list.serialize_element(&Json(item))?;
                }
                list.end()
            }
            Value::Map(map) => JsonMap(map).serialize(out),
            other => serde_json::Value::from(other).serialize(out),
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
        let value = Value::from(serde_json::from_str::<serde_json::Value>(text).expect("it is JSON"));
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
