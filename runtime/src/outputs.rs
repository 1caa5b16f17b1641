//! What a flow gives back, and values as they are stored.

use std::sync::Arc;

use plan::evaluate::{self, Context};
use plan::flow::Output;
use plan::value::Map;
use plan::{Failure, Value};

use crate::encryption::Cipher;
use crate::inputs::convert;

/// Computes what a flow gives back.
///
/// # Errors
///
/// The first output that cannot be computed or converted.
pub(crate) fn compute(outputs: &[Output], context: &Context<'_>, cipher: Option<&Cipher>) -> Result<Map, Failure> {
    let mut computed = Map::default();
    for output in outputs {
        let value = evaluate::evaluate(&output.value, context)?;
        let value = match &output.kind {
            Some(kind) if !value.is_null() => convert::output(kind, value, cipher)
                .map_err(|reason| Failure::new(format!("Invalid value for output `{}`. Cause: {reason}", output.id)))?,
            Some(_) if output.required => {
                return Err(Failure::new(format!("Missing required output:{}", output.id)));
            }
            _ => value,
        };
        computed.insert(output.id.clone(), stored(value));
    }
    Ok(computed)
}

/// A value as it is after it was stored: dates and times are texts with microseconds, lengths of time are
/// seconds.
pub(crate) fn stored(value: Value) -> Value {
    match value {
        Value::Instant(at) | Value::JavaDate(at) => Value::text(format!("{at:.6}")),
        Value::Zoned(at) => Value::text(at.strftime("%Y-%m-%dT%H:%M:%S%.6f%:z").to_string()),
        Value::LocalDateTime(at) => Value::text(at.to_string()),
        Value::Date(date) => Value::text(date.to_string()),
        Value::Time(time) => Value::text(time.to_string()),
        Value::Duration(length) => Value::Double(length.as_secs_f64()),
        Value::Char(character) => Value::text(character.to_string()),
        Value::Markup(text) => Value::Text(text),
        Value::List(items) | Value::Array(items) | Value::Set(items) => {
            if items.iter().all(is_stored) {
                Value::List(items)
            } else {
                Value::list(items.iter().map(|item| stored(item.clone())))
            }
        }
        Value::Map(map) => {
            if map.values().all(is_stored) {
                Value::Map(map)
            } else {
                Value::Map(Arc::new(map.iter().map(|(name, value)| (name.clone(), stored(value.clone()))).collect()))
            }
        }
        Value::Table(_) | Value::Entry(_) | Value::Bytes(_) => Value::from(serde_json::Value::from(&value)),
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Long(_)
        | Value::Float(_)
        | Value::Double(_)
        | Value::Big(_)
        | Value::Text(_) => value,
    }
}

/// As [`stored`], for each value of a map.
pub(crate) fn stored_map(map: Map) -> Map {
    if map.values().all(is_stored) {
        return map;
    }
    map.into_iter().map(|(name, value)| (name, stored(value))).collect()
}

fn is_stored(value: &Value) -> bool {
    match value {
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Long(_)
        | Value::Float(_)
        | Value::Double(_)
        | Value::Big(_)
        | Value::Text(_) => true,
        Value::List(items) => items.iter().all(is_stored),
        Value::Map(map) => map.values().all(is_stored),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_texts_and_lengths_of_time_seconds() {
        let at = "2019-10-06T18:27:49Z".parse().expect("a point in time");
        let value = Value::map([
            ("at", Value::Instant(at)),
            ("long", Value::Duration(jiff::SignedDuration::from_secs(306))),
            ("list", Value::list([Value::Int(1)])),
        ]);
        let expected = Value::map([
            ("at", Value::text("2019-10-06T18:27:49.000000Z")),
            ("long", Value::Double(306.0)),
            ("list", Value::list([Value::Int(1)])),
        ]);
        assert_eq!(stored(value), expected);
    }
}
