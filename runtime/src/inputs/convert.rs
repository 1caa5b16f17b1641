//! A raw value becomes what its input's type says, or the reason why it cannot is told.
//!
//! The words of the reasons are Kestra's, which clients know.

use std::fmt::Display;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use plan::flow::{Custom, InputKind};
use plan::regex::Regex;
use plan::{Text, Value, java};

use crate::encryption::Cipher;
use crate::parse::Parse;
use crate::{duration, json};

/// What a conversion may need.
pub(crate) struct Tools<'a> {
    /// For YAML.
    pub(crate) parse: Option<&'a dyn Parse>,
    /// For secrets.
    pub(crate) cipher: Option<&'a Cipher>,
    /// What a selection offers.
    pub(crate) offered: &'a [Text],
}

type Converted = Result<Value, String>;

/// Converts and checks the value of an input.
pub(crate) fn input(kind: &InputKind, value: Value, tools: &Tools<'_>) -> Converted {
    match kind {
        InputKind::String { validator } => {
            let text = text(&value);
            check_pattern(validator.as_deref(), &text)?;
            Ok(Value::Text(text.into()))
        }
        InputKind::Secret { validator } => {
            let text = text(&value);
            check_pattern(validator.as_deref(), &text)?;
            hide(&text, tools)
        }
        InputKind::Int { min, max } => {
            let number = integer(&value)?;
            check_bounds(i64::from(number), *min, *max)?;
            Ok(Value::Int(number))
        }
        InputKind::Float { min, max } => {
            let number = float(&value)?;
            let wide: f64 = number.to_string().parse().unwrap_or(f64::NAN);
            check_bounds(wide, *min, *max)?;
            Ok(Value::Float(number))
        }
        InputKind::Bool => Ok(Value::Bool(match &value {
            Value::Bool(value) => *value,
            other => text(other).eq_ignore_ascii_case("true"),
        })),
        InputKind::Select { custom, .. } => {
            let text = text(&value);
            check_offered(&text, *custom, tools.offered)?;
            Ok(Value::Text(text.into()))
        }
        InputKind::MultiSelect { custom, .. } => {
            let items = list(&value)?;
            let texts: Vec<String> = items.iter().map(text).collect();
            for text in &texts {
                check_offered(text, *custom, tools.offered)?;
            }
            Ok(Value::list(texts.into_iter().map(Value::from)))
        }
        InputKind::DateTime { after, before } => {
            let at = instant(&value)?;
            check_order(at, after.as_deref(), before.as_deref(), |bound| bound.parse::<Timestamp>().ok())?;
            Ok(Value::Instant(at))
        }
        InputKind::Date { after, before } => {
            let date = date(&value)?;
            check_order(date, after.as_deref(), before.as_deref(), |bound| bound.parse::<Date>().ok())?;
            Ok(Value::Date(date))
        }
        InputKind::Time { after, before } => {
            let time = time(&value)?;
            check_order(time, after.as_deref(), before.as_deref(), |bound| bound.parse::<Time>().ok())?;
            Ok(Value::Time(time))
        }
        InputKind::Duration { min, max } => {
            let length = length(&value)?;
            let bound = |bound: &Option<Text>| bound.as_deref().and_then(duration::parse);
            if let Some(min) = bound(min).filter(|min| length < *min) {
                return Err(format!("It must be more than `{}`", shown(min)));
            }
            if let Some(max) = bound(max).filter(|max| length > *max) {
                return Err(format!("It must be less than `{}`", shown(max)));
            }
            Ok(Value::Duration(length))
        }
        InputKind::File { extensions } => {
            let text = text(&value);
            check_extension(&text, extensions)?;
            file(&text)
        }
        InputKind::Json { .. } => structure("JSON", value, |text| match plan::json::read(text.trim()) {
            Ok((read, end)) if text.trim()[end..].trim().is_empty() => Ok(read),
            Ok(_) => Err("something follows the value".to_owned()),
            Err(reason) => Err(reason.to_string()),
        }),
        InputKind::Yaml => structure("YAML", value, |text| match tools.parse {
            Some(parse) => parse.document(text).map_err(|failure| failure.message.to_string()),
            None => Ok(Value::text(text)),
        }),
        InputKind::Ion => structure("ION", value, |text| match plan::ion::rows(text).next() {
            Some(Ok(row)) => Ok(row),
            Some(Err(mistake)) => Err(format!("{mistake:?}")),
            None => Ok(Value::Null),
        }),
        InputKind::Uri => {
            let text = text(&value);
            if text.is_empty() || text.contains(|letter: char| letter.is_whitespace() || "<>\"{}|\\^`".contains(letter))
            {
                return Err(format!("Expected `URI` but received `{text}`"));
            }
            Ok(Value::Text(text.into()))
        }
        InputKind::Email => {
            let text = text(&value);
            check_pattern(Some(EMAIL), &text).map_err(|_| "The input must be a valid email".to_owned())?;
            Ok(Value::Text(text.into()))
        }
        InputKind::Array { item } => {
            let items = list(&value)?.into_iter().map(|element| {
                let shown = text(&element);
                input(item, element, tools)
                    .map_err(|_| format!("Unable to parse array element as `{}` on `{shown}`", item.name()))
            });
            Ok(Value::list(items.collect::<Result<Vec<_>, _>>()?))
        }
        InputKind::Form { .. } | InputKind::Reusable => Ok(value),
    }
}

/// Converts an output of a flow; its checks are those of its type alone.
pub(crate) fn output(kind: &InputKind, value: Value, cipher: Option<&Cipher>) -> Converted {
    let tools = Tools { parse: None, cipher, offered: &[] };
    match kind {
        InputKind::Select { .. } => Ok(Value::Text(text(&value).into())),
        InputKind::MultiSelect { .. } => Ok(Value::list(list(&value)?)),
        InputKind::Array { item } if matches!(**item, InputKind::String { .. }) => Ok(Value::list(list(&value)?)),
        InputKind::String { .. } => Ok(Value::Text(text(&value).into())),
        other => input(other, value, &tools),
    }
}

const EMAIL: &str = "^$|^[a-zA-Z0-9_!#$%&’*+/=?`{|}~^.-]+@[a-zA-Z0-9.-]+$";

/// How far matching may go back: a pattern that takes longer refuses the value.
const BACKTRACKS: usize = 1_000_000;

fn text(value: &Value) -> String {
    match value {
        Value::Map(_) | Value::List(_) => json::to_text(value),
        other => java::to_text(other),
    }
}

fn check_pattern(pattern: Option<&str>, text: &str) -> Result<(), String> {
    let Some(pattern) = pattern else { return Ok(()) };
    let whole = Regex::new(&format!("\\A(?:{pattern})\\z"), BACKTRACKS);
    let matches = whole.and_then(|whole| whole.is_found(text)).map_err(|error| error.to_string())?;
    if matches { Ok(()) } else { Err(format!("it must match the pattern `{pattern}`")) }
}

fn check_bounds<N: PartialOrd + Display>(number: N, min: Option<N>, max: Option<N>) -> Result<(), String> {
    if let Some(min) = min.filter(|min| number < *min) {
        return Err(format!("it must be more than `{min}`"));
    }
    if let Some(max) = max.filter(|max| number > *max) {
        return Err(format!("it must be less than `{max}`"));
    }
    Ok(())
}

fn check_order<T: PartialOrd>(
    value: T,
    after: Option<&str>,
    before: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<(), String> {
    if let Some(after) = after
        && read(after).is_some_and(|bound| value < bound)
    {
        return Err(format!("it must be after `{}`", short(after)));
    }
    if let Some(before) = before
        && read(before).is_some_and(|bound| value > bound)
    {
        return Err(format!("it must be before `{}`", short(before)));
    }
    Ok(())
}

/// A time of day without seconds that are zero, as Java prints it; everything else as written.
fn short(bound: &str) -> &str {
    match bound.strip_suffix(":00") {
        Some(rest) if bound.len() == 8 && rest.parse::<Time>().is_ok() => rest,
        _ => bound,
    }
}

fn check_offered(text: &str, custom: Custom, offered: &[Text]) -> Result<(), String> {
    if custom == Custom::Accepted || offered.iter().any(|value| **value == *text) {
        return Ok(());
    }
    let all: Vec<&str> = offered.iter().map(|value| &**value).collect();
    Err(format!("it must match the values `[{}]`", all.join(", ")))
}

fn check_extension(name: &str, extensions: &[Text]) -> Result<(), String> {
    let lower = name.to_lowercase();
    if extensions.is_empty() || extensions.iter().any(|extension| lower.ends_with(&extension.to_lowercase())) {
        return Ok(());
    }
    let all: Vec<&str> = extensions.iter().map(|extension| &**extension).collect();
    Err(format!("the file must end in one of `[{}]`", all.join(", ")))
}

fn hide(text: &str, tools: &Tools<'_>) -> Converted {
    match tools.cipher {
        Some(cipher) => Ok(cipher.hide(text)),
        None => Err("Unable to use a `SECRET` input/output as encryption is not configured".to_owned()),
    }
}

fn integer(value: &Value) -> Result<i32, String> {
    let number = match value {
        Value::Int(number) => Some(*number),
        Value::Long(number) => i32::try_from(*number).ok(),
        other => text(other).parse().ok(),
    };
    number.ok_or_else(|| format!("For input string: \"{}\"", text(value)))
}

fn float(value: &Value) -> Result<f32, String> {
    let shown = text(value);
    let trimmed = shown.trim();
    let digits = trimmed.strip_suffix(['f', 'F', 'd', 'D']).filter(|_| !trimmed.starts_with("0x")).unwrap_or(trimmed);
    let number = match trimmed {
        "NaN" => Some(f32::NAN),
        "Infinity" => Some(f32::INFINITY),
        "-Infinity" => Some(f32::NEG_INFINITY),
        _ => digits.parse().ok().filter(|_| digits.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))),
    };
    number.ok_or_else(|| format!("For input string: \"{shown}\""))
}

fn unreadable(kind: &str, shown: &str, reason: impl Display) -> String {
    format!("Expected `{kind}` but received `{shown}` with errors:\n```\n{reason}\n```")
}

fn instant(value: &Value) -> Result<Timestamp, String> {
    match value {
        Value::Instant(at) => Ok(*at),
        Value::Zoned(at) => Ok(at.timestamp()),
        other => text(other).parse().map_err(|error| unreadable("DATETIME", &text(other), error)),
    }
}

fn date(value: &Value) -> Result<Date, String> {
    match value {
        Value::Date(date) => Ok(*date),
        other => strict_date(&text(other))
            .ok_or_else(|| unreadable("DATE", &text(other), "it is no date such as 2024-12-31")),
    }
}

/// `2024-12-31` and nothing else: the parser would accept a time behind it.
fn strict_date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

fn time(value: &Value) -> Result<Time, String> {
    match value {
        Value::Time(time) => Ok(*time),
        other => text(other).parse().map_err(|error| unreadable("TIME", &text(other), error)),
    }
}

fn length(value: &Value) -> Result<SignedDuration, String> {
    match value {
        Value::Duration(length) => Ok(*length),
        other => duration::parse(&text(other))
            .ok_or_else(|| unreadable("DURATION", &text(other), "it is no duration such as PT5M")),
    }
}

fn shown(length: SignedDuration) -> String {
    plan::date::duration::print(length)
}

fn file(text: &str) -> Converted {
    if text.starts_with("nsfile://") || text.starts_with("file://") {
        return Ok(Value::text(text));
    }
    let uri: crate::storage::FileUri = text.parse().map_err(|error: crate::storage::NotAFileUri| error.to_string())?;
    Ok(Value::text(uri.as_str()))
}

fn structure(kind: &str, value: Value, read: impl FnOnce(&str) -> Converted) -> Converted {
    match value.as_str() {
        Some(text) => read(text).map_err(|reason| unreadable(kind, text, reason)),
        None => Ok(value),
    }
}

fn list(value: &Value) -> Result<Vec<Value>, String> {
    if let Some(items) = value.elements() {
        return Ok(items.to_vec());
    }
    let shown = text(value);
    match plan::json::read(shown.trim()) {
        Ok((Value::List(items), end)) if shown.trim()[end..].trim().is_empty() => Ok(items.to_vec()),
        _ => Err(unreadable("ARRAY", &shown, "it is no list")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(kind: &InputKind, value: impl Into<Value>) -> Converted {
        input(kind, value.into(), &Tools { parse: None, cipher: None, offered: &["A".into(), "B".into()] })
    }

    fn refused(kind: &InputKind, value: impl Into<Value>) -> String {
        converted(kind, value).expect_err("it does not fit")
    }

    #[test]
    fn texts_become_what_the_type_says() {
        assert_eq!(converted(&InputKind::Int { min: None, max: None }, "+42"), Ok(Value::Int(42)));
        assert_eq!(converted(&InputKind::Float { min: None, max: None }, " 42.42 "), Ok(Value::Float(42.42)));
        assert_eq!(converted(&InputKind::Bool, "TRUE"), Ok(Value::Bool(true)));
        assert_eq!(converted(&InputKind::Bool, "yes"), Ok(Value::Bool(false)));
        assert_eq!(
            converted(&InputKind::Array { item: Box::new(InputKind::Int { min: None, max: None }) }, "[1, \"2\"]"),
            Ok(Value::list([Value::Int(1), Value::Int(2)]))
        );
        assert_eq!(converted(&InputKind::Json { schema: None }, "{\"a\": 1}"), Ok(Value::map([("a", Value::Int(1))])));
        assert_eq!(converted(&InputKind::Uri, "http:/bla"), Ok(Value::text("http:/bla")));
    }

    #[test]
    fn numbers_are_taken_for_texts() {
        assert_eq!(converted(&InputKind::String { validator: None }, 5), Ok(Value::text("5")));
    }

    #[test]
    fn the_reasons_are_those_that_clients_know() {
        assert_eq!(refused(&InputKind::Int { min: Some(10), max: Some(20) }, "9"), "it must be more than `10`");
        assert_eq!(refused(&InputKind::Float { min: Some(0.1), max: Some(0.5) }, "1.01"), "it must be less than `0.5`");
        assert_eq!(refused(&InputKind::Int { min: None, max: None }, "abc"), "For input string: \"abc\"");
        assert_eq!(
            refused(&InputKind::String { validator: Some("A\\d+".into()) }, "B1"),
            "it must match the pattern `A\\d+`"
        );
        assert_eq!(
            refused(&InputKind::Time { after: Some("01:00:00".into()), before: None }, "00:00:01"),
            "it must be after `01:00`"
        );
        assert_eq!(
            refused(&InputKind::Duration { min: Some("PT10S".into()), max: None }, "PT1S"),
            "It must be more than `PT10S`"
        );
        let select = InputKind::Select {
            values: plan::flow::Values::Listed(Vec::new()),
            custom: Custom::Refused,
            widget: plan::flow::Widget::Dropdown,
        };
        assert_eq!(refused(&select, "C"), "it must match the values `[A, B]`");
        assert_eq!(
            refused(&InputKind::Array { item: Box::new(InputKind::Int { min: None, max: None }) }, "[\"s1\"]"),
            "Unable to parse array element as `INT` on `s1`"
        );
    }

    #[test]
    fn secrets_need_a_key() {
        assert!(refused(&InputKind::Secret { validator: None }, "x").contains("encryption is not configured"));
    }
}
