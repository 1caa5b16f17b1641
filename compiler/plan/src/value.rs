//! The values that expressions compute and tasks exchange, with the distinctions Java makes.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::Text;

/// Entries in the author's order.
pub type Map = IndexMap<Text, Value>;

/// A value at run time; cheap to clone.
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
    /// Text.
    Text(Text),
    /// Values in order.
    List(Arc<Vec<Value>>),
    /// Values under names, in order.
    Map(Arc<Map>),
    /// A point in time.
    Instant(jiff::Timestamp),
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

    /// The entry of a map, `None` for other values and missing keys.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// The text of a text value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
