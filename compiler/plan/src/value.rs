//! The values that expressions compute and tasks exchange, with the distinctions Java makes.

pub mod big;
pub mod json;

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::Text;
use crate::types::Kind;
pub use big::Big;

/// Entries in the author's order.
pub type Map = IndexMap<Text, Value, foldhash::fast::RandomState>;

/// A value at run time; cheap to clone, 24 bytes.
///
/// Equality here is Java's `equals`: `Int(1)` and `Long(1)` differ. What `==` means in an expression is
/// decided by the evaluator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// The absence of a value that was nevertheless named.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A 32-bit integer: what JSON integers are where they fit.
    Int(i32),
    /// A 64-bit integer: what literals in expressions are.
    Long(i64),
    /// A 32-bit float.
    Float(f32),
    /// A 64-bit float.
    Double(f64),
    /// An integer or a decimal that the others cannot hold.
    Big(Arc<Big>),
    /// One character of a text (`'abc' | first`), which prints like a text and equals none.
    Char(char),
    /// Text.
    Text(Text),
    /// What a macro printed, which prints like a text and equals none.
    Markup(Text),
    /// Values in order.
    List(Arc<Vec<Value>>),
    /// A Java array: values in order that only some filters accept (`split` makes one).
    Array(Arc<Vec<Value>>),
    /// Values of which no two are equal, in the order they came.
    Set(Arc<Vec<Value>>),
    /// Values under names, in order.
    Map(Arc<Map>),
    /// Values under keys of which not all are text (`{1: 'a'}`), in order.
    Table(Arc<Vec<(Value, Value)>>),
    /// One entry of a map, as a loop over a map gives it.
    Entry(Arc<(Value, Value)>),
    /// A point in time.
    Instant(jiff::Timestamp),
    /// A point in time as a `java.util.Date`, which prints in its own way.
    JavaDate(jiff::Timestamp),
    /// A point in time seen from a zone.
    Zoned(Box<jiff::Zoned>),
    /// A date and time of day without zone.
    LocalDateTime(jiff::civil::DateTime),
    /// A date.
    Date(jiff::civil::Date),
    /// A time of day.
    Time(jiff::civil::Time),
    /// A length of time.
    Duration(jiff::SignedDuration),
    /// Raw bytes.
    Bytes(Arc<[u8]>),
}

impl Value {
    /// A text value.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Arc::from(text.as_ref()))
    }

    /// A list value.
    pub fn list(values: impl IntoIterator<Item = Self>) -> Self {
        Self::List(Arc::new(values.into_iter().collect()))
    }

    /// A map value, in the order given.
    pub fn map<K: AsRef<str>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(Arc::new(entries.into_iter().map(|(key, value)| (Arc::from(key.as_ref()), value)).collect()))
    }

    /// The narrowest integer that JSON would hold the number in.
    pub fn integer(value: i64) -> Self {
        i32::try_from(value).map_or(Self::Long(value), Self::Int)
    }

    /// The entry of a map, `None` for other values and missing keys.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// The text of a text value, also of one that a macro printed.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Markup(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list, an array or a set.
    pub fn elements(&self) -> Option<&Arc<Vec<Self>>> {
        match self {
            Self::List(items) | Self::Array(items) | Self::Set(items) => Some(items),
            _ => None,
        }
    }

    /// The value of an integer of 32 or 64 bits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(i64::from(*value)),
            Self::Long(value) => Some(*value),
            _ => None,
        }
    }

    /// The whole part of any number, as Java's `longValue()` gives it.
    pub fn to_i64(&self) -> Option<i64> {
        self.as_i64().or_else(|| self.as_f64().map(|number| number as i64))
    }

    /// The value of any number, as Java's `doubleValue()` gives it.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(f64::from(*value)),
            Self::Long(value) => Some(*value as f64),
            Self::Float(value) => Some(f64::from(*value)),
            Self::Double(value) => Some(*value),
            Self::Big(value) => Some(value.to_f64()),
            _ => None,
        }
    }

    /// As a message names it: more exactly than its kind.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Char(_) => "a single character",
            Self::Markup(_) => "the text of a macro",
            Self::Entry(_) => "an entry of a map",
            Self::Null
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Long(_)
            | Self::Float(_)
            | Self::Double(_)
            | Self::Big(_)
            | Self::Text(_)
            | Self::List(_)
            | Self::Array(_)
            | Self::Set(_)
            | Self::Map(_)
            | Self::Table(_)
            | Self::Instant(_)
            | Self::JavaDate(_)
            | Self::Zoned(_)
            | Self::LocalDateTime(_)
            | Self::Date(_)
            | Self::Time(_)
            | Self::Duration(_)
            | Self::Bytes(_) => Kind::of(self).words(),
        }
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Long(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Double(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_of_each() -> Value {
        Value::list([
            Value::Null,
            Value::Bool(true),
            Value::Int(-1),
            Value::Long(i64::MAX),
            Value::Float(1.5),
            Value::Double(-0.25),
            Value::Big(Arc::new(Big::parse("123456789012345678901234567890.50").expect("a decimal"))),
            Value::Char('ß'),
            Value::text("text"),
            Value::Markup("markup".into()),
            Value::Array(Arc::new(vec![Value::Int(1)])),
            Value::Set(Arc::new(vec![Value::Int(1)])),
            Value::map([("b", Value::Int(1)), ("a", Value::Null)]),
            Value::Table(Arc::new(vec![(Value::Long(1), Value::text("x"))])),
            Value::Entry(Arc::new((Value::text("k"), Value::Int(2)))),
            Value::Instant("2024-02-29T10:11:12.345Z".parse().expect("an instant")),
            Value::JavaDate("2024-02-29T10:11:12Z".parse().expect("an instant")),
            Value::Zoned(Box::new("2024-02-29T10:11:12+01:00[Europe/Paris]".parse().expect("a zoned date-time"))),
            Value::LocalDateTime(jiff::civil::date(2024, 2, 29).at(1, 2, 3, 4)),
            Value::Date(jiff::civil::date(2024, 2, 29)),
            Value::Time(jiff::civil::time(1, 2, 3, 4)),
            Value::Duration(jiff::SignedDuration::new(-3, -5)),
            Value::Bytes(Arc::from([0_u8, 255].as_slice())),
        ])
    }

    #[test]
    fn every_value_survives_a_format_that_does_not_describe_itself() {
        let value = one_of_each();
        let bytes = postcard::to_stdvec(&value).expect("values serialise");
        assert_eq!(postcard::from_bytes::<Value>(&bytes).expect("and come back"), value);
    }

    #[test]
    fn values_stay_small() {
        assert_eq!(size_of::<Value>(), 24);
    }
}
