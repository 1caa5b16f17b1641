//! Rust types that stand for what an author writes: how they are declared, read from values, and written.
//!
//! Reading converts as Kestra's JSON mapper does: text becomes the number, truth value, duration or date it
//! spells, a scalar becomes text, text that is JSON becomes a list or map.

use std::sync::Arc;

use indexmap::IndexMap;
use plan::value::Map;
use plan::{Text, Value};

use crate::declaration::{Ability, Declaration, Kind};
use crate::field::{Field, FieldType, Only, Preset};
use crate::objects::label::Label;
use crate::record::Record;

/// A Rust type that a property or an output can have.
pub trait Typed: Sized {
    /// What an author may write.
    const TYPE: FieldType;
    /// What the value is in the end, where that differs.
    const BECOMES: Option<FieldType> = None;
    /// The name of Kestra's own way to read it, where it has one.
    const CUSTOM: Option<&'static str> = None;
    /// Whether it may be left out.
    const IS_OPTIONAL: bool = false;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// What was expected, and what was there instead.
    fn from_value(value: Value) -> Result<Self, Mismatch>;

    /// The value expressions see.
    fn into_value(self) -> Value;
}

/// A struct whose fields are keys of a map: a task with its properties, what it gives out.
pub trait Fields: Sized {
    /// The keys.
    const FIELDS: &'static [Field];

    /// Reads the struct from rendered arguments, filling in defaults.
    ///
    /// # Errors
    ///
    /// The first argument that does not fit.
    fn from_arguments(arguments: &Map) -> Result<Self, Mismatch>;
}

/// A struct that declares a type.
pub trait Declared: Fields {
    /// All that is known of it.
    const DECLARATION: &'static Declaration;
}

/// A struct or enum that is a nested object.
pub trait Object: Sized {
    /// Its keys and variants.
    const RECORD: &'static Record;
}

/// A value that does not fit where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where: `options.timeout`; empty for the value itself.
    pub path: String,
    /// What would fit: `must be an integer`.
    pub expected: String,
    /// What was there instead, shortened; absent where nothing was.
    pub found: Option<String>,
}

impl Mismatch {
    /// That a value should be something else.
    pub fn new(expected: impl Into<String>, found: &Value) -> Self {
        let text = match found {
            Value::Null => None,
            Value::Text(text) => Some(text.to_string()),
            other => Some(serde_json::Value::from(other).to_string()),
        };
        let shorten = |text: String| match text.char_indices().nth(80) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        Self { path: String::new(), expected: expected.into(), found: text.map(shorten) }
    }

    /// The same one level further out.
    #[must_use]
    pub fn within(mut self, name: &str) -> Self {
        self.path = match self.path.as_str() {
            "" => name.to_owned(),
            path if path.starts_with('[') => format!("{name}{path}"),
            path => format!("{name}.{path}"),
        };
        self
    }
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.path.as_str() {
            "" => write!(out, "the value {}", self.expected)?,
            path => write!(out, "`{path}` {}", self.expected)?,
        }
        match &self.found {
            Some(found) => write!(out, ", but is `{found}`"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Mismatch {}

impl From<Mismatch> for plan::Failure {
    fn from(mismatch: Mismatch) -> Self {
        Self::new(mismatch.to_string())
    }
}

/// Reads one field from arguments under its name or an alias; where it is missing, its default.
///
/// A default that is itself an expression counts as missing: the behaviour knows what it stands for.
///
/// # Errors
///
/// That it is missing and required, or does not fit.
pub fn take<T: Typed>(arguments: &Map, field: &Field) -> Result<T, Mismatch> {
    let names = std::iter::once(&field.name).chain(field.aliases);
    let written = names.filter_map(|name| arguments.get(*name)).find(|value| !value.is_null());
    let value = match (written, field.default) {
        (Some(value), _) => value.clone(),
        (None, Preset::Literal(literal)) if !literal.is_expression() => literal.to_value(),
        (None, _) => Value::Null,
    };
    if value.is_null() && !T::IS_OPTIONAL {
        return Err(Mismatch { path: field.name.to_owned(), expected: "is required".to_owned(), found: None });
    }
    T::from_value(value).map_err(|mismatch| mismatch.within(field.name))
}

/// Writes a field of a struct into a map; what is null is left out.
pub fn put<T: Typed>(entries: &mut Map, name: &str, field: T) {
    match field.into_value() {
        Value::Null => {}
        value => _ = entries.insert(Text::from(name), value),
    }
}

impl<T: Typed> Typed for Option<T> {
    const TYPE: FieldType = T::TYPE;
    const BECOMES: Option<FieldType> = T::BECOMES;
    const CUSTOM: Option<&'static str> = T::CUSTOM;
    const IS_OPTIONAL: bool = true;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        if value.is_null() { Ok(None) } else { T::from_value(value).map(Some) }
    }

    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
}

impl Typed for Value {
    const TYPE: FieldType = FieldType::Any;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        Ok(value)
    }

    fn into_value(self) -> Value {
        self
    }
}

impl Typed for String {
    const TYPE: FieldType = FieldType::String;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        Ok(match value {
            Value::Text(text) => text.to_string(),
            Value::Duration(duration) => plan::date::duration::print(duration),
            other => match serde_json::Value::from(&other) {
                serde_json::Value::String(text) => text,
                json => json.to_string(),
            },
        })
    }

    fn into_value(self) -> Value {
        Value::from(self)
    }
}

impl Typed for bool {
    const TYPE: FieldType = FieldType::Boolean;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match &value {
            Value::Bool(value) => Ok(*value),
            Value::Text(text) if text.trim().eq_ignore_ascii_case("true") => Ok(true),
            Value::Text(text) if text.trim().eq_ignore_ascii_case("false") => Ok(false),
            other => Err(Mismatch::new("must be `true` or `false`", other)),
        }
    }

    fn into_value(self) -> Value {
        Value::Bool(self)
    }
}

impl Typed for i64 {
    const TYPE: FieldType = FieldType::Integer;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let number = match &value {
            Value::Text(text) => text.trim().parse().ok(),
            other => other
                .as_i64()
                .or_else(|| other.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as Self)),
        };
        number.ok_or_else(|| Mismatch::new("must be a whole number", &value))
    }

    fn into_value(self) -> Value {
        Value::integer(self)
    }
}

impl Typed for u32 {
    const TYPE: FieldType = FieldType::Integer;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let number = i64::from_value(value.clone())?;
        Self::try_from(number).map_err(|_| Mismatch::new("must be a whole number from 0", &value))
    }

    fn into_value(self) -> Value {
        Value::integer(i64::from(self))
    }
}

impl Typed for f64 {
    const TYPE: FieldType = FieldType::Number;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let number = match &value {
            Value::Text(text) => text.trim().parse().ok(),
            other => other.as_f64(),
        };
        number.ok_or_else(|| Mismatch::new("must be a number", &value))
    }

    fn into_value(self) -> Value {
        Value::Double(self)
    }
}

impl Typed for jiff::SignedDuration {
    const TYPE: FieldType = FieldType::Duration;

    /// Text is ISO 8601; a number counts seconds.
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let duration = match &value {
            Value::Duration(duration) => Some(*duration),
            Value::Text(text) => plan::date::duration::parse(text.trim()),
            other => other.as_f64().and_then(|seconds| Self::try_from_secs_f64(seconds).ok()),
        };
        duration.ok_or_else(|| Mismatch::new("must be an ISO 8601 duration such as `PT30S`", &value))
    }

    fn into_value(self) -> Value {
        Value::Duration(self)
    }
}

impl Typed for jiff::Timestamp {
    const TYPE: FieldType = FieldType::DateTime;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let utc = plan::date::Zone::of("UTC");
        let moment = match &value {
            Value::Instant(instant) => Some(*instant),
            Value::Zoned(zoned) => Some(zoned.timestamp()),
            Value::Text(text) => {
                utc.and_then(|utc| plan::date::iso::moment(text.trim(), &utc)).and_then(|moment| moment.instant().ok())
            }
            _ => None,
        };
        moment.ok_or_else(|| Mismatch::new("must be a date and time such as `2025-01-31T09:00:00Z`", &value))
    }

    fn into_value(self) -> Value {
        Value::Instant(self)
    }
}

impl Typed for jiff::civil::Date {
    const TYPE: FieldType = FieldType::Date;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let date = match &value {
            Value::Date(date) => Some(*date),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        date.ok_or_else(|| Mismatch::new("must be a date such as `2025-01-31`", &value))
    }

    fn into_value(self) -> Value {
        Value::Date(self)
    }
}

impl<T: Typed> Typed for Vec<T> {
    const TYPE: FieldType = FieldType::List(&T::TYPE);

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let wrong = |value: &Value| Mismatch::new("must be a list", value);
        let parsed = parsed(&value, '[');
        let Value::List(items) = parsed.as_ref().unwrap_or(&value) else { return Err(wrong(&value)) };
        let read = |(at, item): (usize, &Value)| {
            T::from_value(item.clone()).map_err(|mismatch| mismatch.within(&format!("[{at}]")))
        };
        items.iter().enumerate().map(read).collect()
    }

    fn into_value(self) -> Value {
        Value::list(self.into_iter().map(T::into_value))
    }
}

impl<T: Typed> Typed for IndexMap<Text, T> {
    const TYPE: FieldType = FieldType::Map(&T::TYPE);

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let parsed = parsed(&value, '{');
        let Value::Map(entries) = parsed.as_ref().unwrap_or(&value) else {
            return Err(Mismatch::new("must be a map", &value));
        };
        let read = |(key, item): (&Text, &Value)| {
            T::from_value(item.clone()).map(|item| (key.clone(), item)).map_err(|mismatch| mismatch.within(key))
        };
        entries.iter().map(read).collect()
    }

    fn into_value(self) -> Value {
        Value::Map(Arc::new(self.into_iter().map(|(key, item)| (key, item.into_value())).collect()))
    }
}

/// A list or map written as JSON text.
fn parsed(value: &Value, opening: char) -> Option<Value> {
    let text = value.as_str()?.trim();
    let json = text.starts_with(opening).then(|| serde_json::from_str::<serde_json::Value>(text).ok())??;
    Some(Value::from(json))
}

/// Reads a map for a nested object.
///
/// # Errors
///
/// That it is no map.
pub fn map(value: &Value) -> Result<Arc<Map>, Mismatch> {
    let parsed = parsed(value, '{');
    match parsed.as_ref().unwrap_or(value) {
        Value::Map(entries) => Ok(entries.clone()),
        other => Err(Mismatch::new("must be a map", other)),
    }
}

/// A value that stands for a nested object, as the map it stands for: the value under its first key.
pub fn wrapped(value: Value, key: &str) -> Value {
    let is_map = matches!(parsed(&value, '{').as_ref().unwrap_or(&value), Value::Map(_));
    if is_map { value } else { Value::map([(key, value)]) }
}

/// Text of a certain form, or a value that Lanner keeps as it is.
macro_rules! wrapper {
    ($(#[$doc:meta])* $name:ident($inner:ty): $ty:expr $(, becomes $becomes:expr)? $(, custom $custom:literal)?) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(pub $inner);

        impl Typed for $name {
            const TYPE: FieldType = $ty;
            $(const BECOMES: Option<FieldType> = Some($becomes);)?
            $(const CUSTOM: Option<&'static str> = Some($custom);)?

            fn from_value(value: Value) -> Result<Self, Mismatch> {
                <$inner>::from_value(value).map(Self)
            }

            fn into_value(self) -> Value {
                self.0.into_value()
            }
        }
    };
}

wrapper!(
    /// A URI.
    Uri(String): FieldType::Uri
);
wrapper!(
    /// A date and time as written, with whatever zone it names.
    Moment(String): FieldType::DateTime
);
wrapper!(
    /// A time of day as written, possibly with an offset.
    Time(String): FieldType::Time
);
wrapper!(
    /// Text, or a list of values.
    TextOrList(Value): FieldType::AnyOf(&[FieldType::String, FieldType::List(&FieldType::Any)]), becomes FieldType::Any
);
wrapper!(
    /// Text, or a list of texts.
    TextOrTexts(Value): FieldType::AnyOf(&[FieldType::String, FieldType::List(&FieldType::String)]), becomes FieldType::Any
);
wrapper!(
    /// Text, a list of values, or a map.
    Loopable(Value): FieldType::AnyOf(&[FieldType::String, FieldType::List(&FieldType::Any), FieldType::Map(&FieldType::Any)]),
    becomes FieldType::Any
);
wrapper!(
    /// Rows of a table: a list of maps, or text that evaluates to one.
    TableData(Value): FieldType::AnyOf(&[FieldType::List(&FieldType::Map(&FieldType::Any)), FieldType::String]),
    becomes FieldType::List(&FieldType::Map(&FieldType::Any))
);
wrapper!(
    /// A list of values, or text.
    ListOrText(Value): FieldType::AnyOf(&[FieldType::List(&FieldType::Any), FieldType::String]), becomes FieldType::Any
);
wrapper!(
    /// Anything, possibly text with an expression.
    AnyOrText(Value): FieldType::AnyOf(&[FieldType::Any, FieldType::String]), becomes FieldType::Any
);
wrapper!(
    /// A map, or text that spells one.
    MapOrText(Value): FieldType::AnyOf(&[FieldType::Map(&FieldType::Any), FieldType::String]), becomes FieldType::Any
);
wrapper!(
    /// Labels: a map, or a list of `{key, value}`.
    Labels(Value): FieldType::AnyOf(&[FieldType::List(&FieldType::Any), FieldType::Map(&FieldType::Any)]),
    becomes LABELS, custom "ListOrMapOfLabelDeserializer"
);
wrapper!(
    /// Labels of a flow: a map, or a list of `{key, value}`.
    FlowLabels(Value): FieldType::AnyOf(&[LABELS, FieldType::Map(&FieldType::Any)]),
    becomes LABELS, custom "ListOrMapOfLabelDeserializer"
);
wrapper!(
    /// Labels: a map, a list of `{key, value}`, or text that spells one.
    LabelsOrText(Value): FieldType::AnyOf(&[FieldType::String, LABELS, FieldType::Map(&FieldType::Any)]), becomes FieldType::Any
);
wrapper!(
    /// A task.
    Task(Value): plugin(Kind::Task)
);
wrapper!(
    /// A condition of a trigger.
    Condition(Value): plugin(Kind::Condition)
);
wrapper!(
    /// A condition that a schedule can look ahead with.
    ScheduleCondition(Value): FieldType::Plugin { kind: Kind::Condition, only: Some(Only::Able(Ability::ScheduleCondition)) }
);
wrapper!(
    /// A trigger.
    Trigger(Value): plugin(Kind::Trigger)
);
wrapper!(
    /// An input.
    Input(Value): plugin(Kind::Input)
);
wrapper!(
    /// A block of an app.
    Block(Value): plugin(Kind::Block)
);
wrapper!(
    /// An asset.
    Asset(Value): plugin(Kind::Asset)
);

const LABELS: FieldType = FieldType::List(&FieldType::Record(<Label as Object>::RECORD));

const fn plugin(kind: Kind) -> FieldType {
    FieldType::Plugin { kind, only: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Typed + std::fmt::Debug>(value: impl Into<Value>) -> Result<T, String> {
        T::from_value(value.into()).map_err(|mismatch| mismatch.within("p").to_string())
    }

    #[test]
    fn text_becomes_what_it_spells() {
        assert_eq!(read::<i64>("42"), Ok(42));
        assert_eq!(read::<i64>(42.0), Ok(42));
        assert_eq!(read::<f64>("1.5"), Ok(1.5));
        assert_eq!(read::<bool>("True"), Ok(true));
        assert_eq!(read::<jiff::SignedDuration>("PT1M"), Ok(jiff::SignedDuration::from_secs(60)));
        assert_eq!(read::<jiff::SignedDuration>(90), Ok(jiff::SignedDuration::from_secs(90)));
        assert_eq!(read::<Vec<i64>>("[1, \"2\"]"), Ok(vec![1, 2]));
        assert_eq!(read::<String>(5), Ok("5".to_owned()));
        assert_eq!(read::<String>(Value::list([1.into(), "a".into()])), Ok("[1,\"a\"]".to_owned()));
        assert_eq!(read::<Option<i64>>(Value::Null), Ok(None));
    }

    #[test]
    fn what_does_not_fit_is_said_with_what_would() {
        assert_eq!(read::<i64>("many"), Err("`p` must be a whole number, but is `many`".to_owned()));
        assert_eq!(read::<i64>(1.5), Err("`p` must be a whole number, but is `1.5`".to_owned()));
        assert_eq!(read::<bool>(1), Err("`p` must be `true` or `false`, but is `1`".to_owned()));
        assert_eq!(
            read::<Vec<bool>>(Value::list([true.into(), "x".into()])),
            Err("`p[1]` must be `true` or `false`, but is `x`".to_owned())
        );
        assert_eq!(
            read::<jiff::SignedDuration>("5 minutes"),
            Err("`p` must be an ISO 8601 duration such as `PT30S`, but is `5 minutes`".to_owned())
        );
    }
}
