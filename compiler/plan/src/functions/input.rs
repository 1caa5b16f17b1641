//! What many filters ask of their input.

use crate::evaluate::{Arguments, Error};
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
