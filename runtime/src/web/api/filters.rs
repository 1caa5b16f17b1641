//! Conditions in a query: `filters[namespace][PREFIX]=company`, and the flat parameters of older clients.

use jiff::Timestamp;

use crate::web::problem::Problem;
use crate::web::query::Query;

/// How long a pattern that a client sends may look for a match.
const BACKTRACKS: usize = 100_000;

/// A condition on one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The field: `namespace`.
    pub field: String,
    /// How it is compared.
    pub operation: Operation,
    /// The key within the field: of labels.
    pub key: Option<String>,
    /// With what.
    pub value: String,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The same.
    Equals,
    /// Not the same.
    NotEquals,
    /// Larger.
    GreaterThan,
    /// Smaller.
    LessThan,
    /// Larger or the same.
    GreaterThanOrEqualTo,
    /// Smaller or the same.
    LessThanOrEqualTo,
    /// One of several after commas.
    In,
    /// None of several after commas.
    NotIn,
    /// Begins with.
    StartsWith,
    /// Ends with.
    EndsWith,
    /// Contains, whatever the case.
    Contains,
    /// Matches a regular expression as a whole.
    Regex,
    /// The same, or below it with a dot between.
    Prefix,
}

impl Operation {
    const NAMES: [(&'static str, Self); 13] = [
        ("EQUALS", Self::Equals),
        ("NOT_EQUALS", Self::NotEquals),
        ("GREATER_THAN", Self::GreaterThan),
        ("LESS_THAN", Self::LessThan),
        ("GREATER_THAN_OR_EQUAL_TO", Self::GreaterThanOrEqualTo),
        ("LESS_THAN_OR_EQUAL_TO", Self::LessThanOrEqualTo),
        ("IN", Self::In),
        ("NOT_IN", Self::NotIn),
        ("STARTS_WITH", Self::StartsWith),
        ("ENDS_WITH", Self::EndsWith),
        ("CONTAINS", Self::Contains),
        ("REGEX", Self::Regex),
        ("PREFIX", Self::Prefix),
    ];

    /// Whether a text, compared so with a value, is accepted.
    pub fn holds(self, text: &str, value: &str) -> bool {
        let listed = || value.split(',').any(|item| item.trim() == text);
        match self {
            Self::Equals => text == value,
            Self::NotEquals => text != value,
            Self::GreaterThan => text > value,
            Self::LessThan => text < value,
            Self::GreaterThanOrEqualTo => text >= value,
            Self::LessThanOrEqualTo => text <= value,
            Self::In => listed(),
            Self::NotIn => !listed(),
            Self::StartsWith => text.starts_with(value),
            Self::EndsWith => text.ends_with(value),
            Self::Contains => text.to_lowercase().contains(&value.to_lowercase()),
            Self::Regex => matches(value, text),
            Self::Prefix => crate::query::within(text, value),
        }
    }
}

/// Whether a text as a whole matches a pattern; a pattern that cannot be read matches nothing.
fn matches(pattern: &str, text: &str) -> bool {
    let whole = format!("^(?:{pattern})$");
    plan::regex::Regex::new(&whole, BACKTRACKS).is_ok_and(|regex| regex.is_found(text).unwrap_or(false))
}

/// All conditions of a query, those of flat parameters among them.
///
/// # Errors
///
/// 400 for a field or operation that is not known, or for alternatives (`filters[or]`).
pub fn read(query: &Query, fields: &[&str], flat: &[(&str, &str, Operation)]) -> Result<Vec<Condition>, Problem> {
    let mut conditions = Vec::new();
    for (name, value) in query.pairs() {
        if let Some(brackets) = name.strip_prefix("filters[") {
            conditions.push(condition(brackets, value, fields)?);
        } else if let Some((_, field, operation)) = flat.iter().find(|(known, _, _)| *known == name)
            && !value.is_empty()
        {
            let (key, value) = match *field {
                "labels" => split_label(value)?,
                _ => (None, value.to_owned()),
            };
            conditions.push(Condition { field: (*field).to_owned(), operation: *operation, key, value });
        }
    }
    Ok(conditions)
}

/// A filter in a document.
#[derive(serde::Deserialize)]
struct Sent {
    field: String,
    operation: String,
    #[serde(default)]
    value: serde_json::Value,
}

/// Filters in a document.
#[derive(serde::Deserialize)]
struct SentFilters {
    filters: Option<Vec<Sent>>,
}

/// The conditions of a document with `filters`; none where there is no document.
///
/// # Errors
///
/// As [`read`], and 422 for what is no such document.
pub fn of_document(bytes: &[u8], fields: &[&str]) -> Result<Vec<Condition>, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Vec::new());
    }
    let sent: SentFilters = serde_json::from_slice(bytes).map_err(|error| Problem::json(&error))?;
    let sent = sent.filters.unwrap_or_default();
    sent.iter()
        .map(|Sent { field, operation, value }| {
            let value = match value {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Array(items) => {
                    let texts = items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
                    texts.collect::<Vec<_>>().join(",")
                }
                other => other.to_string(),
            };
            condition(&format!("{field}][{operation}]"), &value, fields)
        })
        .collect()
}

/// `key:value`, split at the first colon.
fn split_label(text: &str) -> Result<(Option<String>, String), Problem> {
    let (key, value) =
        text.split_once(':').ok_or_else(|| Problem::argument(format!("`{text}` is no label; write `key:value`")))?;
    Ok((Some(key.to_owned()), value.to_owned()))
}

fn condition(brackets: &str, value: &str, fields: &[&str]) -> Result<Condition, Problem> {
    let bad = |message: String| Err(Problem::bad_request(message));
    let mut parts: Vec<&str> = brackets.trim_end_matches(']').split("][").collect();
    // `and` groups say nothing that standing side by side does not say.
    while let ["and", number, ..] = parts.as_slice()
        && number.parse::<u32>().is_ok()
    {
        parts.drain(..2);
    }
    let (field, operation, key) = match parts.as_slice() {
        ["or", ..] => return bad("filters with alternatives (`or`) are not supported".to_owned()),
        [field, operation] => (*field, *operation, None),
        [field, operation, key] => (*field, *operation, Some((*key).to_owned())),
        _ => return bad(format!("`filters[{brackets}` is no filter; write `filters[field][OPERATION]`")),
    };
    let field = camel_case(field);
    if !fields.contains(&field.as_str()) {
        return bad(format!("`{field}` is no field to filter by here; known are {}", fields.join(", ")));
    }
    let Some((_, operation)) = Operation::NAMES.iter().find(|(name, _)| *name == operation) else {
        return bad(format!("`{operation}` is no operation of filters"));
    };
    // kestrapy 1.0 wraps values in a document.
    let wrapped = serde_json::from_str::<serde_json::Value>(value).ok().and_then(|document| match &document["value"] {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Null => None,
        other => Some(other.to_string()),
    });
    let value = wrapped.unwrap_or_else(|| value.to_owned());
    match (field.as_str(), key) {
        ("labels", None) => {
            let (key, value) = split_label(&value)?;
            Ok(Condition { field, operation: *operation, key, value })
        }
        (_, key) => Ok(Condition { field, operation: *operation, key, value }),
    }
}

/// Kestra's clients write `FLOW_ID` and `flowId`; a query for text is `q` or `query`.
fn camel_case(field: &str) -> String {
    if field == "QUERY" || field == "query" {
        return "q".to_owned();
    }
    if field.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return field.to_owned();
    }
    let mut words = field.split('_').map(str::to_ascii_lowercase);
    let first = words.next().unwrap_or_default();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        name + &letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    })
}

/// The text that a query looks for, in whichever way a client asks.
pub fn text(query: &Query) -> Option<String> {
    first(query, &["q", "filters[q][EQUALS]", "filters[q][CONTAINS]", "filters[QUERY][EQUALS]"])
}

/// The namespace that a query asks for.
pub fn namespace(query: &Query) -> Option<String> {
    let names = ["namespace", "filters[namespace][EQUALS]", "filters[namespace][PREFIX]", "filters[NAMESPACE][EQUALS]"];
    first(query, &names)
}

fn first(query: &Query, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| query.given(name)).map(str::to_owned)
}

/// A point in time as clients write it: ISO 8601, in UTC where no zone is given.
///
/// # Errors
///
/// 422 for other texts.
pub fn moment(text: &str) -> Result<Timestamp, Problem> {
    let utc = |at: jiff::civil::DateTime| at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp());
    let parsed = text.parse::<Timestamp>().ok().or_else(|| text.parse().ok().and_then(utc));
    parsed.ok_or_else(|| Problem::argument(format!("`{text}` is no date with time in ISO 8601")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(text: &str) -> Result<Vec<Condition>, String> {
        let flat = [("namespace", "namespace", Operation::Prefix), ("labels", "labels", Operation::Equals)];
        read(&Query::parse(text), &["namespace", "flowId", "labels", "q"], &flat).map_err(|problem| problem.message)
    }

    fn condition(field: &str, operation: Operation, key: Option<&str>, value: &str) -> Condition {
        Condition { field: field.into(), operation, key: key.map(Into::into), value: value.into() }
    }

    #[test]
    fn every_spelling_of_clients_is_read() {
        use Operation::{Contains, Equals, In, Prefix};
        let cases = [
            ("filters%5Bnamespace%5D%5BPREFIX%5D=a", condition("namespace", Prefix, None, "a")),
            ("filters[FLOW_ID][EQUALS]=f", condition("flowId", Equals, None, "f")),
            ("filters[and][0][flowId][IN]=f,g", condition("flowId", In, None, "f,g")),
            ("filters[labels][EQUALS][team]=data", condition("labels", Equals, Some("team"), "data")),
            ("filters[labels][EQUALS]=team:a:b", condition("labels", Equals, Some("team"), "a:b")),
            ("filters[QUERY][CONTAINS]={\"value\":\"x\"}", condition("q", Contains, None, "x")),
            ("labels=team:data", condition("labels", Equals, Some("team"), "data")),
            ("namespace=company", condition("namespace", Prefix, None, "company")),
        ];
        for (text, expected) in cases {
            assert_eq!(conditions(text).as_deref(), Ok([expected].as_slice()), "{text}");
        }
        assert_eq!(conditions("namespace=&page=1"), Ok(Vec::new()));
    }

    #[test]
    fn documents_hold_filters_too() {
        use Operation::{Equals, In};
        let document = br#"{"filters": [{"field": "FLOW_ID", "operation": "EQUALS", "value": {"value": "f"}},
            {"field": "namespace", "operation": "IN", "value": ["a", "b"]}]}"#;
        let expected = [condition("flowId", Equals, None, "f"), condition("namespace", In, None, "a,b")];
        assert_eq!(of_document(document, &["namespace", "flowId"]).unwrap(), expected);
        assert_eq!(of_document(b" ", &[]).unwrap(), []);
        assert_eq!(of_document(b"{}", &[]).unwrap(), []);
        assert!(of_document(br#"{"filters": [{"field": "color", "operation": "EQUALS"}]}"#, &["q"]).is_err());
    }

    #[test]
    fn what_is_not_known_is_named() {
        assert!(conditions("filters[color][EQUALS]=red").unwrap_err().starts_with("`color` is no field"));
        assert!(conditions("filters[q][LIKE]=x").unwrap_err().starts_with("`LIKE` is no operation"));
        assert!(conditions("filters[or][0][q][EQUALS]=x").unwrap_err().contains("alternatives"));
        assert!(conditions("filters[q]=x").unwrap_err().contains("is no filter"));
    }
}
