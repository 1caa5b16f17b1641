//! The order in which a Java `HashMap` gives its entries back: a map literal is one.

use std::sync::Arc;

use crate::Value;
use crate::value::Map;

/// A map of entries as they were written; the last of equal keys wins.
pub fn map(entries: Vec<(Value, Value)>) -> Value {
    let mut distinct: Vec<(Value, Value)> = Vec::with_capacity(entries.len());
    let slots = capacity(entries.len());
    for (key, value) in entries {
        match distinct.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = value,
            None => distinct.push((key, value)),
        }
    }
    distinct.sort_by_key(|(key, _)| {
        let hash = hash(key).cast_unsigned();
        (hash ^ (hash >> 16)) & (slots - 1)
    });
    if distinct.iter().all(|(key, _)| matches!(key, Value::Text(_))) {
        let named = distinct.into_iter().filter_map(|(key, value)| match key {
            Value::Text(key) => Some((key, value)),
            _ => None,
        });
        return Value::Map(Arc::new(named.collect::<Map>()));
    }
    Value::Table(Arc::new(distinct))
}

/// The size of the table Pebble asks for: a third more than the entries, rounded up to a power of two.
fn capacity(entries: usize) -> u32 {
    let wanted = (entries * 4).div_ceil(3).max(1);
    u32::try_from(wanted.next_power_of_two()).unwrap_or(1 << 30)
}

fn hash(value: &Value) -> i32 {
    let long = |value: i64| (value ^ value.cast_unsigned().wrapping_shr(32).cast_signed()) as i32;
    match value {
        Value::Text(text) | Value::Markup(text) => {
            text.encode_utf16().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
        }
        Value::Bool(value) => {
            if *value {
                1231
            } else {
                1237
            }
        }
        Value::Int(value) => *value,
        Value::Long(value) => long(*value),
        Value::Double(value) => long(value.to_bits().cast_signed()),
        Value::Float(value) => value.to_bits().cast_signed(),
        Value::Char(value) => u32::from(*value).cast_signed(),
        Value::List(items) => items.iter().fold(1_i32, |sum, item| sum.wrapping_mul(31).wrapping_add(hash(item))),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_in_the_order_of_their_hashes() {
        let keys = |keys: &[&str]| {
            let literal = map(keys.iter().map(|key| (Value::text(key), Value::Null)).collect());
            let Value::Map(entries) = literal else { panic!("all keys are text") };
            entries.keys().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(keys(&["b", "a"]), ["a", "b"]);
        assert_eq!(keys(&["name", "id", "value"]), ["name", "value", "id"]);
        assert_eq!(keys(&["a", "b", "a"]), ["a", "b"]);
    }
}
