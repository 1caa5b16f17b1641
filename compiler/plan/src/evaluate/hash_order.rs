//! The order in which a Java `HashMap` gives its entries back: a map literal is one.

use std::sync::Arc;

use crate::Value;
use crate::value::Map;

/// A map of entries as they were written; the last of equal keys wins.
pub fn map(entries: Vec<(Value, Value)>) -> Value {
    let mut distinct: Vec<(Value, Value)> = Vec::with_capacity(entries.len());
    let slots = slots(entries.len(), (entries.len() * 4).div_ceil(3));
    for (key, value) in entries {
        match distinct.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = value,
            None => distinct.push((key, value)),
        }
    }
    distinct.sort_by_key(|(key, _)| bucket(hash(key), slots));
    if distinct.iter().all(|(key, _)| matches!(key, Value::Text(_))) {
        let named = distinct.into_iter().filter_map(|(key, value)| match key {
            Value::Text(key) => Some((key, value)),
            _ => None,
        });
        return Value::Map(Arc::new(named.collect::<Map>()));
    }
    Value::Table(Arc::new(distinct))
}

/// The entries of a map in the order of a `HashMap` that was made with room for so many: what filters make
/// that build their result in one.
pub(crate) fn rehashed(mut entries: Map, room: usize) -> Map {
    let slots = slots(entries.len(), room);
    entries.sort_by_cached_key(|key, _| bucket(text_hash(key), slots));
    entries
}

/// The size of the table: a power of two, doubled as long as it is more than three quarters full.
fn slots(entries: usize, room: usize) -> u32 {
    let mut slots = u32::try_from(room.max(1).next_power_of_two()).unwrap_or(1 << 30);
    while slots < 1 << 30 && entries * 4 > slots as usize * 3 {
        slots *= 2;
    }
    slots
}

fn bucket(hash: i32, slots: u32) -> u32 {
    let hash = hash.cast_unsigned();
    (hash ^ (hash >> 16)) & (slots - 1)
}

fn text_hash(text: &str) -> i32 {
    text.encode_utf16().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
}

/// What `hashCode()` gives for values whose hash does not depend on where they lie.
pub(crate) fn hash(value: &Value) -> i32 {
    let long = |value: i64| (value ^ value.cast_unsigned().wrapping_shr(32).cast_signed()) as i32;
    match value {
        Value::Text(text) | Value::Markup(text) => text_hash(text),
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
