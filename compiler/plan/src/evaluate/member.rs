//! Members of Java's classes that templates reach by reflection: `'abc'.length`, `list.size()`.

use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};

use super::{Budget, Error, hash_order};
use crate::regex::Regex;
use crate::types::Kind;
use crate::value::Map;
use crate::{Value, java};

type Called = Option<Result<Value, Error>>;

/// Calls a member; `None` where the class has none of this name that takes these arguments. A literal is a
/// `long`, which fits no `int` parameter.
pub(super) fn call(of: &Value, name: &str, arguments: &[Value]) -> Called {
    let ok = |value: Value| Some(Ok(value));
    match (name, arguments) {
        ("toString", []) => return ok(java::to_text(of).into()),
        ("equals", [other]) => return ok(Value::Bool(of == other)),
        ("hashCode", []) if matches!(of, Value::Text(_) | Value::Int(_) | Value::Long(_) | Value::Bool(_)) => {
            return ok(Value::Int(hash_order::hash(of)));
        }
        _ => {}
    }
    match of {
        Value::Text(text) => of_text(text, name, arguments),
        Value::List(items) | Value::Set(items) => of_list(items, name, arguments),
        Value::Map(entries) => of_map(entries, name, arguments),
        Value::Entry(entry) => match (name, arguments) {
            ("key" | "getKey", []) => ok(entry.0.clone()),
            ("value" | "getValue", []) => ok(entry.1.clone()),
            _ => None,
        },
        Value::Zoned(zoned) => of_date(zoned.date(), name, arguments)
            .or_else(|| of_time(zoned.time(), name, arguments))
            .or_else(|| match (name, arguments) {
                ("toInstant", []) => ok(Value::Instant(zoned.timestamp())),
                ("toEpochSecond", []) => ok(Value::Long(zoned.timestamp().as_second())),
                ("toLocalDate", []) => ok(Value::Date(zoned.date())),
                ("toLocalTime", []) => ok(Value::Time(zoned.time())),
                ("toLocalDateTime", []) => ok(Value::LocalDateTime(zoned.datetime())),
                _ => None,
            }),
        Value::LocalDateTime(at) => of_local(*at, name, arguments),
        Value::Date(date) => of_date(*date, name, arguments),
        Value::Time(time) => of_time(*time, name, arguments),
        Value::Instant(at) => match (name, arguments) {
            ("epochSecond" | "getEpochSecond", []) => ok(Value::Long(at.as_second())),
            ("toEpochMilli", []) => ok(Value::Long(at.as_millisecond())),
            ("nano" | "getNano", []) => ok(Value::Int(at.subsec_nanosecond())),
            _ => None,
        },
        Value::Duration(duration) => match (name, arguments) {
            ("toSeconds" | "seconds" | "getSeconds", []) => ok(Value::Long(duration.as_secs())),
            ("toMillis", []) => ok(Value::Long(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))),
            ("toMinutes", []) => ok(Value::Long(duration.as_mins())),
            ("toHours", []) => ok(Value::Long(duration.as_hours())),
            ("toDays", []) => ok(Value::Long(duration.as_hours() / 24)),
            _ => None,
        },
        Value::Int(_) | Value::Long(_) | Value::Float(_) | Value::Double(_) => of_number(of, name, arguments),
        _ => None,
    }
}

/// Whether values of a kind have a member of this name that takes no arguments.
pub fn has_member(kind: Kind, name: &str) -> bool {
    let noon = jiff::civil::time(12, 0, 0, 0);
    let day = jiff::civil::date(2024, 2, 29);
    let samples = match kind {
        Kind::Null | Kind::Bool | Kind::Bytes => Vec::new(),
        Kind::Int => vec![Value::Int(0)],
        Kind::Float => vec![Value::Double(0.0)],
        Kind::Text => vec![Value::text("")],
        Kind::Duration => vec![Value::Duration(jiff::SignedDuration::ZERO)],
        Kind::List => vec![Value::list([])],
        Kind::Array => vec![Value::Array(Arc::default())],
        Kind::Set => vec![Value::Set(Arc::default())],
        Kind::Map => vec![Value::Map(Arc::default())],
        Kind::Temporal => {
            let zoned = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
            vec![
                Value::Zoned(Box::new(zoned)),
                Value::Instant(jiff::Timestamp::UNIX_EPOCH),
                Value::LocalDateTime(day.to_datetime(noon)),
            ]
        }
    };
    samples.iter().any(|sample| call(sample, name, &[]).is_some())
}

fn int(number: usize) -> Value {
    Value::Int(i32::try_from(number).unwrap_or(i32::MAX))
}

/// The index in UTF-16 units of a byte offset.
fn units(text: &str, found: Option<usize>) -> Value {
    found.map_or(Value::Int(-1), |at| int(text[..at].encode_utf16().count()))
}

fn of_text(text: &Arc<str>, name: &str, arguments: &[Value]) -> Called {
    let made = |text: String| Some(Ok(Value::from(text)));
    let is = |holds: bool| Some(Ok(Value::Bool(holds)));
    match (name, arguments) {
        ("length", []) => Some(Ok(int(text.encode_utf16().count()))),
        ("isEmpty" | "empty", []) => is(text.is_empty()),
        ("isBlank" | "blank", []) => is(text.trim().is_empty()),
        ("toUpperCase", []) => made(text.to_uppercase()),
        ("toLowerCase", []) => made(text.to_lowercase()),
        ("trim", []) => made(text.trim_matches(|char: char| char <= ' ').to_owned()),
        ("strip", []) => made(text.trim().to_owned()),
        ("stripLeading", []) => made(text.trim_start().to_owned()),
        ("stripTrailing", []) => made(text.trim_end().to_owned()),
        ("contains", [Value::Text(part)]) => is(text.contains(part.as_ref())),
        ("startsWith", [Value::Text(part)]) => is(text.starts_with(part.as_ref())),
        ("endsWith", [Value::Text(part)]) => is(text.ends_with(part.as_ref())),
        ("equalsIgnoreCase", [Value::Text(other)]) => is(text.to_lowercase() == other.to_lowercase()),
        ("indexOf", [Value::Text(part)]) => Some(Ok(units(text, text.find(part.as_ref())))),
        ("lastIndexOf", [Value::Text(part)]) => Some(Ok(units(text, text.rfind(part.as_ref())))),
        ("concat", [Value::Text(more)]) => made(format!("{text}{more}")),
        ("replace", [Value::Text(from), Value::Text(to)]) => made(text.replace(from.as_ref(), to)),
        ("replaceAll", [Value::Text(regex), Value::Text(to)]) => {
            Some(regular(regex).and_then(|regex| regex.replace_all(text, to)).map(Value::from))
        }
        ("matches", [Value::Text(regex)]) => {
            let whole = regular(&format!("\\A(?:{regex})\\z"));
            Some(whole.and_then(|regex| regex.is_found(text)).map(Value::Bool))
        }
        ("split", [Value::Text(regex)]) => Some(regular(regex).and_then(|regex| {
            let parts = regex.split(text, 0)?;
            Ok(Value::Array(Arc::new(parts.into_iter().map(Value::text).collect())))
        })),
        ("compareTo", [Value::Text(other)]) => {
            let (left, right): (Vec<u16>, Vec<u16>) = (text.encode_utf16().collect(), other.encode_utf16().collect());
            let differs = left.iter().zip(&right).find(|(left, right)| left != right);
            Some(Ok(Value::Int(match differs {
                Some((left, right)) => i32::from(*left) - i32::from(*right),
                None => i32::try_from(left.len()).unwrap_or(i32::MAX) - i32::try_from(right.len()).unwrap_or(i32::MAX),
            })))
        }
        ("substring", [Value::Int(from)]) => Some(substring(text, *from, None)),
        ("substring", [Value::Int(from), Value::Int(to)]) => Some(substring(text, *from, Some(*to))),
        ("charAt", [Value::Int(at)]) => Some(
            substring(text, *at, at.checked_add(1))
                .map(|part| part.as_str().and_then(|part| part.chars().next()).map_or(Value::Null, Value::Char)),
        ),
        _ => None,
    }
}

fn regular(source: &str) -> Result<Regex, Error> {
    Regex::new(source, Budget::USUAL.regex_backtracks)
}

fn substring(text: &str, from: i32, to: Option<i32>) -> Result<Value, Error> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let from_unit = usize::try_from(from).ok();
    let to_unit = to.map_or(Some(units.len()), |to| usize::try_from(to).ok());
    let part = from_unit.zip(to_unit).and_then(|(from, to)| units.get(from..to));
    match part {
        Some(part) => Ok(String::from_utf16_lossy(part).into()),
        None => Err(Error::new(format!("the text has {} characters, and `substring` asks for others", units.len()))),
    }
}

fn of_list(items: &Arc<Vec<Value>>, name: &str, arguments: &[Value]) -> Called {
    let position = |found: Option<usize>| Some(Ok(found.map_or(Value::Int(-1), int)));
    let end = |item: Option<&Value>| match item {
        Some(item) => Some(Ok(item.clone())),
        None => Some(Err(Error::new("the list is empty"))),
    };
    match (name, arguments) {
        ("size", []) => Some(Ok(int(items.len()))),
        ("isEmpty" | "empty", []) => Some(Ok(Value::Bool(items.is_empty()))),
        ("first" | "getFirst", []) => end(items.first()),
        ("last" | "getLast", []) => end(items.last()),
        ("contains", [item]) => Some(Ok(Value::Bool(items.contains(item)))),
        ("indexOf", [item]) => position(items.iter().position(|known| known == item)),
        ("lastIndexOf", [item]) => position(items.iter().rposition(|known| known == item)),
        ("get", [Value::Int(at)]) => Some(match usize::try_from(*at).ok().and_then(|at| items.get(at)) {
            Some(item) => Ok(item.clone()),
            None => Err(Error::new(format!("the list has {} elements, and none at {at}", items.len()))),
        }),
        _ => None,
    }
}

fn of_map(entries: &Map, name: &str, arguments: &[Value]) -> Called {
    let get = |key: &Value| key.as_str().and_then(|key| entries.get(key));
    match (name, arguments) {
        ("size", []) => Some(Ok(int(entries.len()))),
        ("isEmpty", []) => Some(Ok(Value::Bool(entries.is_empty()))),
        ("get", [key]) => Some(Ok(get(key).cloned().unwrap_or_default())),
        ("getOrDefault", [key, default]) => Some(Ok(get(key).unwrap_or(default).clone())),
        ("containsKey", [key]) => Some(Ok(Value::Bool(get(key).is_some()))),
        ("containsValue", [value]) => Some(Ok(Value::Bool(entries.values().any(|known| known == value)))),
        ("keySet", []) => Some(Ok(Value::Set(Arc::new(entries.keys().cloned().map(Value::Text).collect())))),
        ("values", []) => Some(Ok(Value::list(entries.values().cloned()))),
        ("entrySet", []) => {
            let entry =
                |(key, value): (&Arc<str>, &Value)| Value::Entry(Arc::new((Value::Text(key.clone()), value.clone())));
            Some(Ok(Value::Set(Arc::new(entries.iter().map(entry).collect()))))
        }
        _ => None,
    }
}

fn of_number(of: &Value, name: &str, arguments: &[Value]) -> Called {
    let (true, Some(number)) = (arguments.is_empty(), of.as_f64()) else { return None };
    let integer = of.as_i64();
    Some(Ok(match name {
        "intValue" => Value::Int(integer.map_or(number as i32, |integer| integer as i32)),
        "longValue" => Value::Long(integer.unwrap_or(number as i64)),
        "floatValue" => Value::Float(number as f32),
        "doubleValue" => Value::Double(number),
        _ => return None,
    }))
}

fn of_local(at: DateTime, name: &str, arguments: &[Value]) -> Called {
    of_date(at.date(), name, arguments).or_else(|| of_time(at.time(), name, arguments)).or_else(|| {
        match (name, arguments) {
            ("toLocalDate", []) => Some(Ok(Value::Date(at.date()))),
            ("toLocalTime", []) => Some(Ok(Value::Time(at.time()))),
            _ => None,
        }
    })
}

fn of_date(date: Date, name: &str, arguments: &[Value]) -> Called {
    const MONTHS: [&str; 12] = [
        "JANUARY",
        "FEBRUARY",
        "MARCH",
        "APRIL",
        "MAY",
        "JUNE",
        "JULY",
        "AUGUST",
        "SEPTEMBER",
        "OCTOBER",
        "NOVEMBER",
        "DECEMBER",
    ];
    const DAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    if !arguments.is_empty() {
        return None;
    }
    let at = |names: &'static [&'static str], index: i8| {
        names.get(usize::try_from(index).ok()?).map(|name| Value::text(*name))
    };
    Some(Ok(match name {
        "year" | "getYear" => Value::Int(date.year().into()),
        "monthValue" | "getMonthValue" => Value::Int(date.month().into()),
        "month" | "getMonth" => at(&MONTHS, date.month() - 1)?,
        "dayOfMonth" | "getDayOfMonth" => Value::Int(date.day().into()),
        "dayOfYear" | "getDayOfYear" => Value::Int(date.day_of_year().into()),
        "dayOfWeek" | "getDayOfWeek" => at(&DAYS, date.weekday().to_monday_zero_offset())?,
        "leapYear" | "isLeapYear" => Value::Bool(date.in_leap_year()),
        _ => return None,
    }))
}

fn of_time(time: Time, name: &str, arguments: &[Value]) -> Called {
    if !arguments.is_empty() {
        return None;
    }
    Some(Ok(Value::Int(match name {
        "hour" | "getHour" => time.hour().into(),
        "minute" | "getMinute" => time.minute().into(),
        "second" | "getSecond" => time.second().into(),
        "nano" | "getNano" => time.subsec_nanosecond(),
        _ => return None,
    })))
}
