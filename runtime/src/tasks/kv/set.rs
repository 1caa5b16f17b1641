//! `kv.Set`: writes a value of the key-value store.

use plan::{Failure, Value};

use super::{place, refused};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.kv.Set", act: Act::Work(run) };

/// What a text is taken for.
#[derive(Clone, Copy)]
enum KvType {
    String,
    Number,
    Boolean,
    Moment,
    Duration,
    Json,
}

const TYPES: &[(&str, KvType)] = &[
    ("STRING", KvType::String),
    ("NUMBER", KvType::Number),
    ("BOOLEAN", KvType::Boolean),
    ("DATETIME", KvType::Moment),
    ("DATE", KvType::Moment),
    ("DURATION", KvType::Duration),
    ("JSON", KvType::Json),
];

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(set(properties, host))
}

async fn set(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let (key, namespace) = place(&properties, &host)?;
    let value = properties.value("value").cloned().ok_or_else(|| Failure::new("the property `value` is missing"))?;
    let value = match (properties.word("kvType", TYPES)?, value.as_str()) {
        (Some(kind), Some(text)) => converted(kind, text)?,
        _ => value,
    };
    let keys = host.engine.key_values();
    if properties.flag("overwrite")? == Some(false) && keys.entry(&namespace, &key).map_err(refused)?.is_some() {
        return Err(Failure::new(format!(
            "Cannot set value for key '{key}'. Key already exists and `overwrite` is set to `false`."
        )));
    }
    let expires = match properties.duration("ttl")? {
        Some(ttl) => host.engine.settings().clock.now().checked_add(ttl).ok(),
        None => None,
    };
    let description = properties.text("kvDescription")?.map(Into::into);
    keys.set(&namespace, &key, value, description, expires).await.map_err(refused)?;
    Ok(Outcome::nothing())
}

/// A text as what it is said to be.
fn converted(kind: KvType, text: &str) -> Result<Value, Failure> {
    let wrong = |expected: &str| Failure::new(format!("`{text}` is no {expected}"));
    match kind {
        KvType::String => Ok(Value::text(text)),
        KvType::Boolean => Ok(Value::Bool(text.eq_ignore_ascii_case("true"))),
        KvType::Number => match plan::json::read(text.trim()) {
            Ok((value, end)) if text.trim()[end..].is_empty() && value.as_f64().is_some() => Ok(value),
            _ => Err(wrong("number")),
        },
        KvType::Moment => {
            let date = || text.trim().parse::<jiff::civil::Date>().map(|_| Value::text(text.trim()));
            match text.trim().parse() {
                Ok(at) => Ok(Value::Instant(at)),
                Err(_) => date().map_err(|_| wrong("date")),
            }
        }
        KvType::Duration => crate::duration::parse(text).map(|_| Value::text(text)).ok_or_else(|| wrong("duration")),
        KvType::Json => match plan::json::read(text.trim()) {
            Ok((value, end)) if text.trim()[end..].is_empty() => Ok(value),
            _ => Err(wrong("JSON document")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_taken_for_what_they_are_said_to_be() {
        assert_eq!(converted(KvType::Number, "5"), Ok(Value::Int(5)));
        assert_eq!(converted(KvType::Boolean, "TRUE"), Ok(Value::Bool(true)));
        assert_eq!(converted(KvType::String, "5"), Ok(Value::text("5")));
        assert!(converted(KvType::Number, "five").is_err());
        assert!(converted(KvType::Json, "{").is_err());
        assert!(converted(KvType::Moment, "2024-01-01T00:00:00Z").is_ok());
    }
}
