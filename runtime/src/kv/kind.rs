//! The types of values in the key-value store: what a value is, and what a text is taken for.

use jiff::Timestamp;
use jiff::civil::Date;
use plan::{Value, ion, json};

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A point in time.
    DateTime,
    /// A date.
    Date,
    /// A length of time.
    Duration,
    /// A list, a map, or nothing.
    Json,
}

impl Kind {
    /// Every type with its name, as tasks and clients write it.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("STRING", Self::String),
        ("NUMBER", Self::Number),
        ("BOOLEAN", Self::Boolean),
        ("DATETIME", Self::DateTime),
        ("DATE", Self::Date),
        ("DURATION", Self::Duration),
        ("JSON", Self::Json),
    ];

    /// The name of the type.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("JSON", |(name, _)| name)
    }

    /// The type of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Bool(_) => Self::Boolean,
            Value::Int(_) | Value::Long(_) | Value::Float(_) | Value::Double(_) | Value::Big(_) => Self::Number,
            Value::Char(_) | Value::Text(_) | Value::Markup(_) => Self::String,
            Value::Instant(_) | Value::JavaDate(_) | Value::Zoned(_) | Value::LocalDateTime(_) => Self::DateTime,
            Value::Date(_) => Self::Date,
            Value::Duration(_) => Self::Duration,
            Value::Null
            | Value::List(_)
            | Value::Array(_)
            | Value::Set(_)
            | Value::Map(_)
            | Value::Table(_)
            | Value::Entry(_)
            | Value::Time(_)
            | Value::Bytes(_) => Self::Json,
        }
    }

    /// A text as a value of this type.
    ///
    /// # Errors
    ///
    /// What the text is not, in one line that does not repeat it.
    pub fn convert(self, text: &str) -> Result<Value, String> {
        let wrong = |expected: &str| format!("the value is no {expected}");
        let trimmed = text.trim();
        match self {
            Self::String => Ok(Value::text(text)),
            Self::Boolean => Ok(Value::Bool(trimmed.eq_ignore_ascii_case("true"))),
            Self::Number => whole_json(trimmed).filter(|value| value.as_f64().is_some()).ok_or_else(|| wrong("number")),
            Self::DateTime | Self::Date => {
                let moment = trimmed.parse::<Timestamp>().ok().map(Value::Instant);
                moment.or_else(|| trimmed.parse::<Date>().ok().map(Value::Date)).ok_or_else(|| wrong("date"))
            }
            Self::Duration => {
                crate::duration::parse(trimmed).map(Value::Duration).ok_or_else(|| wrong("duration such as `PT5M`"))
            }
            Self::Json => whole_json(trimmed).ok_or_else(|| wrong("JSON document")),
        }
    }
}

/// The value that a text stands for by itself: one of JSON or Ion, else the text.
///
/// A text that begins as a list, a map or a quoted text has to be one to its end; anything else that is more than
/// one value is a text that a client did not quote.
///
/// # Errors
///
/// What is wrong, in one line.
pub fn read(text: &str) -> Result<Value, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err("the value is missing".to_owned());
    }
    let value = match whole_json(trimmed).or_else(|| whole_ion(trimmed)) {
        Some(value) => value,
        None if trimmed.starts_with(['{', '[', '"']) => return Err("the value is no JSON".to_owned()),
        None => Value::text(trimmed),
    };
    // Kestra takes every text that is a length of time for one.
    let length = value.as_str().filter(|text| text.starts_with('P')).and_then(crate::duration::parse);
    Ok(length.map_or(value, Value::Duration))
}

fn whole_json(text: &str) -> Option<Value> {
    let (value, end) = json::read(text).ok()?;
    text[end..].trim().is_empty().then_some(value)
}

fn whole_ion(text: &str) -> Option<Value> {
    let mut rows = ion::rows(text);
    let value = rows.next()?.ok()?;
    rows.next().is_none().then_some(value)
}

/// A value as it is kept: its type survives, what lies inside it becomes JSON.
pub(super) fn stored(value: Value) -> Value {
    match value {
        Value::JavaDate(at) => Value::Instant(at),
        Value::Zoned(at) => Value::Instant(at.timestamp()),
        kept @ (Value::Instant(_) | Value::Date(_) | Value::Duration(_)) => kept,
        other => crate::outputs::stored(other),
    }
}

/// A value as clients read it: dates and lengths of time as ISO 8601.
pub fn shown(value: &Value) -> serde_json::Value {
    match Kind::of(value) {
        Kind::Date | Kind::Duration => plan::java::to_text(value).into(),
        Kind::String | Kind::Number | Kind::Boolean | Kind::DateTime | Kind::Json => serde_json::Value::from(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_taken_for_what_they_are_said_to_be() {
        assert_eq!(Kind::Number.convert("5"), Ok(Value::Int(5)));
        assert_eq!(Kind::Boolean.convert("TRUE"), Ok(Value::Bool(true)));
        assert_eq!(Kind::String.convert("5"), Ok(Value::text("5")));
        for (kind, text) in [(Kind::Number, "five"), (Kind::Json, "{"), (Kind::Date, "today"), (Kind::Duration, "long")]
        {
            let refused = kind.convert(text).unwrap_err();
            assert!(!refused.contains(text), "{refused}");
        }
        assert!(matches!(Kind::DateTime.convert("2024-01-01T00:00:00Z"), Ok(Value::Instant(_))));
        assert!(matches!(Kind::Date.convert("2024-01-01"), Ok(Value::Date(_))));
    }

    #[test]
    fn texts_stand_for_values_of_every_type() {
        for (text, kind, value) in [
            ("\"hello\"", "STRING", "\"hello\""),
            ("hello", "STRING", "\"hello\""),
            ("hello world", "STRING", "\"hello world\""),
            ("a@b.example", "STRING", "\"a@b.example\""),
            ("1", "NUMBER", "1"),
            ("1.5", "NUMBER", "1.5"),
            ("true", "BOOLEAN", "true"),
            ("2021-09-01", "DATE", "\"2021-09-01\""),
            ("2021-09-01T01:02:03Z", "DATETIME", "\"2021-09-01T01:02:03Z\""),
            ("\"PT5S\"", "DURATION", "\"PT5S\""),
            ("PT5S", "DURATION", "\"PT5S\""),
            ("{\"a\":[1]}", "JSON", "{\"a\":[1]}"),
            ("[1,2]", "JSON", "[1,2]"),
        ] {
            let read = stored(read(text).unwrap_or_else(|error| panic!("{text}: {error}")));
            assert_eq!((Kind::of(&read).name(), shown(&read).to_string()), (kind, value.to_owned()), "{text}");
        }
        for text in ["", " ", "{\"a\":", "[1", "\"open"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
