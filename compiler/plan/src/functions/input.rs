//! What many filters ask of their input.

use std::sync::Arc;

use crate::evaluate::{Arguments, Error, hash_order};
use crate::value::Map;
use crate::{Value, java};

/// The text a filter is applied to; `None` for null, which such filters hand on.
///
/// # Errors
///
/// Where it is neither: Java cannot cast it to a `String`.
pub(super) fn text<'a>(arguments: &Arguments<'a>) -> Result<Option<&'a str>, Error> {
    match arguments.input() {
        Value::Null => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        _ => Err(arguments.wrong_input()),
    }
}

/// What a filter is applied to as Java prints it; `None` for null.
pub(super) fn printed(arguments: &Arguments<'_>) -> Option<String> {
    match arguments.input() {
        Value::Null => None,
        other => Some(java::to_text(other)),
    }
}

/// A value with all its texts changed: lists and maps throughout, whatever else is printed first. Maps come
/// in the order of a `HashMap`, in which Kestra collects them.
///
/// # Errors
///
/// What `change` says, and where null stands inside: it has no text.
pub(super) fn each_text(
    value: &Value,
    change: &mut dyn FnMut(String) -> Result<String, Error>,
) -> Result<Value, Error> {
    match value {
        Value::Null => Err(Error::new("null inside of a list or map has no text that could be changed")),
        Value::List(items) => {
            let changed: Result<Vec<Value>, Error> = items.iter().map(|item| each_text(item, change)).collect();
            changed.map(Value::list)
        }
        Value::Map(entries) => {
            let changed = entries.iter().map(|(key, value)| Ok((key.clone(), each_text(value, change)?)));
            let changed = changed.collect::<Result<Map, Error>>()?;
            Ok(Value::Map(Arc::new(hash_order::rehashed(changed, ROOM))))
        }
        other => change(java::to_text(other)).map(Value::from),
    }
}

/// The room of a Java `HashMap` that was made without saying how much is needed.
const ROOM: usize = 16;
