//! Values on their way into a program and out of it.

use std::collections::HashMap;

use jaq_json::{Map as Object, Num, Val};
use jiff::tz::TimeZone;

use crate::value::{Big, Map};
use crate::{Dialect, Value, java, json};

/// What becomes of null entries of maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// They are left out, as in all JSON that Kestra writes.
    Dropped,
    /// They stay, where the input was JSON already.
    Kept,
}

/// How values are carried into a program.
#[derive(Clone, Copy)]
pub struct Carrier<'a> {
    /// How dates are written.
    pub dialect: Dialect,
    /// The zone dates are seen from.
    pub zone: &'a TimeZone,
    /// What becomes of null entries of maps.
    pub nulls: Nulls,
}

/// A value as JSON would carry it into the program.
pub(super) fn from_value(value: &Value, carrier: Carrier<'_>) -> Val {
    match value {
        Value::Null => Val::Null,
        Value::Bool(value) => Val::Bool(*value),
        Value::Int(value) => Val::Num(Num::from_integral(*value)),
        Value::Long(value) => Val::Num(Num::from_integral(*value)),
        // By way of the shortest decimal, or 1.1 would become 1.100000023841858.
        Value::Float(value) => Val::Num(Num::Float(java::float(*value).parse().unwrap_or(f64::NAN))),
        Value::Double(value) => Val::Num(Num::Float(*value)),
        Value::Big(value) => match value.as_ref() {
            Big::Integer(value) => Val::Num(Num::big_int(value.clone())),
            Big::Decimal { .. } => Val::Num(Num::Dec(java::big_plain(value).into())),
        },
        Value::Text(text) => Val::utf8_str(text.as_bytes().to_vec()),
        Value::List(items) | Value::Array(items) | Value::Set(items) => {
            items.iter().map(|item| from_value(item, carrier)).collect()
        }
        Value::Map(entries) => {
            let kept = entries.iter().filter(|(_, value)| carrier.nulls == Nulls::Kept || !value.is_null());
            let entry = |(key, value): (&crate::Text, &Value)| {
                (Val::utf8_str(key.as_bytes().to_vec()), from_value(value, carrier))
            };
            Val::obj(kept.map(entry).collect::<Object>())
        }
        other => match json::carry(other, carrier.dialect, carrier.zone) {
            carried @ (Value::Text(_) | Value::Map(_) | Value::Big(_)) => from_value(&carried, carrier),
            _ => Val::Null,
        },
    }
}

/// A result of the program.
pub(super) fn to_value(value: &Val, originals: &Originals) -> Value {
    match value {
        Val::Null => Value::Null,
        Val::Bool(value) => Value::Bool(*value),
        Val::Num(number) => to_number(number, originals),
        Val::BStr(text) | Val::TStr(text) => Value::text(String::from_utf8_lossy(text)),
        Val::Arr(items) => Value::list(items.iter().map(|item| to_value(item, originals))),
        Val::Obj(entries) => {
            let key = |key: &Val| match key {
                Val::TStr(text) => String::from_utf8_lossy(text).into_owned(),
                other => other.to_string(),
            };
            let entries = entries.iter().map(|(name, value)| (key(name).into(), to_value(value, originals)));
            Value::Map(std::sync::Arc::new(entries.collect::<Map>()))
        }
    }
}

fn to_number(number: &Num, originals: &Originals) -> Value {
    match number {
        Num::Int(value) => {
            let value = *value as i64;
            if originals.is_long(value) { Value::Long(value) } else { Value::integer(value) }
        }
        Num::BigInt(value) => {
            let small = i64::try_from(value.as_ref()).map(Value::integer);
            small.unwrap_or_else(|_| Value::Big(Big::Integer(value.as_ref().clone()).into()))
        }
        Num::Float(value) => originals.float(*value).unwrap_or_else(|| computed(*value)),
        Num::Dec(text) => {
            Big::parse(text).map_or_else(|| computed(text.parse().unwrap_or(f64::NAN)), |big| Value::Big(big.into()))
        }
    }
}

/// What jq computes is an integer where it can be one.
fn computed(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9_223_372_036_854_775_808.0 {
        Value::integer(value as i64)
    } else {
        Value::Double(value)
    }
}

/// Numbers of the input whose width a result keeps that is the same number: jq hands them through as they are.
#[derive(Default)]
pub(super) struct Originals {
    longs: HashMap<i64, Kept>,
    floats: HashMap<u64, Value>,
}

/// Whether a number stands in the input with 64 bits only, or also with 32.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Wide,
    Narrow,
}

impl Originals {
    pub(super) fn of(value: &Value) -> Self {
        let mut originals = Self::default();
        originals.collect(value);
        originals
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Int(value) => {
                self.longs.insert(i64::from(*value), Kept::Narrow);
            }
            Value::Long(value) if i32::try_from(*value).is_ok() => {
                self.longs.entry(*value).or_insert(Kept::Wide);
            }
            Value::Float(number) => {
                let read: f64 = java::float(*number).parse().unwrap_or(f64::NAN);
                self.floats.entry(read.to_bits()).or_insert_with(|| value.clone());
            }
            Value::Double(number) => {
                self.floats.insert(number.to_bits(), value.clone());
            }
            Value::List(items) | Value::Array(items) | Value::Set(items) => {
                items.iter().for_each(|item| self.collect(item));
            }
            Value::Map(entries) => entries.values().for_each(|value| self.collect(value)),
            Value::Table(entries) => entries.iter().for_each(|(_, value)| self.collect(value)),
            _ => {}
        }
    }

    fn is_long(&self, value: i64) -> bool {
        self.longs.get(&value) == Some(&Kept::Wide)
    }

    fn float(&self, value: f64) -> Option<Value> {
        self.floats.get(&value.to_bits()).cloned()
    }
}
