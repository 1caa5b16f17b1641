//! Attributes of values: keys of maps, positions of lists, and Java's members.

use std::borrow::Cow;

use super::{Error, member};
use crate::template::Key;
use crate::{Value, java};

/// A constant attribute that is stored in the value.
#[inline]
pub(super) fn stored<'v>(of: &'v Value, key: &Key) -> Option<&'v Value> {
    match (of, key) {
        (Value::Map(entries), Key::Name(name)) => entries.get(name),
        (Value::List(items) | Value::Array(items), Key::Position(position)) => {
            items.get(usize::try_from(*position).ok()?)
        }
        (Value::List(items) | Value::Array(items), Key::Name(name)) => items.get(name.parse::<usize>().ok()?),
        (Value::Table(entries), Key::Position(position)) => keyed(entries, &Value::Long(*position)),
        (Value::Table(entries), Key::Name(name)) => keyed(entries, &Value::Text(name.clone())),
        (Value::Entry(entry), Key::Name(name)) => match name.as_ref() {
            "key" => Some(&entry.0),
            "value" => Some(&entry.1),
            _ => None,
        },
        _ => None,
    }
}

fn keyed<'v>(entries: &'v [(Value, Value)], key: &Value) -> Option<&'v Value> {
    entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// A constant attribute, stored or computed.
pub(super) fn constant<'v>(of: &'v Value, key: &Key) -> Result<Cow<'v, Value>, Error> {
    if let Some(value) = stored(of, key) {
        return Ok(Cow::Borrowed(value));
    }
    match key {
        Key::Name(name) => named(of, name).map(Cow::Owned),
        Key::Position(position) => Err(no_position(of, *position)),
    }
}

fn named(of: &Value, name: &str) -> Result<Value, Error> {
    match of {
        Value::Null | Value::Map(_) | Value::Table(_) => Err(Error::undefined(name)),
        _ => member::call(of, name, &[]).unwrap_or_else(|| Err(Error::undefined(name))),
    }
}

fn no_position(of: &Value, position: i64) -> Error {
    match of {
        // The number is cast to the class of the first key.
        Value::Map(entries) if !entries.is_empty() => {
            Error::new(format!("the keys of this map are text, and `{position}` is a number"))
        }
        Value::Map(_) => Error::new("the map is empty"),
        _ => Error::undefined(position.to_string()),
    }
}

/// An attribute by value: `of[key]`.
pub(super) fn dynamic(of: &Value, key: &Value) -> Result<Value, Error> {
    match (of, key) {
        (Value::Null, _) => Err(Error::undefined(java::to_text(key))),
        (_, Value::Text(name) | Value::Markup(name)) => constant(of, &Key::Name(name.clone())).map(Cow::into_owned),
        (_, Value::Null) => Err(Error::new("null cannot be looked up")),
        (Value::Table(entries), key) => {
            keyed(entries, key).cloned().ok_or_else(|| Error::undefined(java::to_text(key)))
        }
        (_, key) => match key.as_i64() {
            Some(position) => constant(of, &Key::Position(position)).map(Cow::into_owned),
            None => Err(Error::undefined(java::to_text(key))),
        },
    }
}
