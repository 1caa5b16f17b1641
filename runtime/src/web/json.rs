//! JSON documents as values.

use plan::Value;

/// Reads a text that is one JSON document.
pub fn read(text: &str) -> Option<Value> {
    let (value, length) = plan::json::read(text).ok()?;
    text[length..].trim().is_empty().then_some(value)
}
