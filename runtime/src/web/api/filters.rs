//! Conditions in a query: `filters[namespace][PREFIX]=company`, groups of them (`filters[or][0][state][EQUALS]=FAILED`),
//! and the flat parameters of older clients.

mod operation;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use operation::Operation;

use crate::web::problem::Problem;
use crate::web::query::Query;

/// Groups lie in each other one level deep with the clients of 2.0; one more is let pass.
const DEPTH: usize = 4;

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

/// What a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What has to hold.
    pub all: Vec<Condition>,
    /// Groups of alternatives, of each of which one has to hold.
    pub any: Vec<Vec<Filter>>,
}

impl Filter {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.any.is_empty()
    }

    /// Whether something is accepted of which a condition holds or does not.
    pub fn accepts(&self, holds: &dyn Fn(&Condition) -> bool) -> bool {
        self.all.iter().all(holds)
            && self.any.iter().all(|group| group.iter().any(|alternative| alternative.accepts(holds)))
    }

    /// Asks for what another one asks for as well.
    pub fn narrow(&mut self, other: Self) {
        self.all.extend(other.all);
        self.any.extend(other.any);
    }

    /// Goes through every condition, those of alternatives among them.
    ///
    /// # Errors
    ///
    /// What is wrong with the first condition that is not accepted.
    pub fn judge(&self, accept: &dyn Fn(&Condition) -> Result<(), Problem>) -> Result<(), Problem> {
        self.all.iter().try_for_each(accept)?;
        self.any.iter().flatten().try_for_each(|alternative| alternative.judge(accept))
    }
}

/// Conditions as they are read, with the numbers of their groups.
#[derive(Default)]
struct Group {
    all: Vec<Condition>,
    and: BTreeMap<u32, Group>,
    or: BTreeMap<u32, Group>,
}

impl Group {
    fn finish(self) -> Filter {
        let mut filter = Filter { all: self.all, any: Vec::new() };
        for group in self.and.into_values() {
            filter.narrow(group.finish());
        }
        if !self.or.is_empty() {
            filter.any.push(self.or.into_values().map(Self::finish).collect());
        }
        filter
    }
}

/// What a query asks for, in filters and in flat parameters.
///
/// # Errors
///
/// 400 for a field or operation that is not known, or for groups in groups in groups.
pub fn read(query: &Query, fields: &[&str], flat: &[(&str, &str, Operation)]) -> Result<Filter, Problem> {
    let mut found = Group::default();
    for (name, value) in query.pairs() {
        if let Some(brackets) = name.strip_prefix("filters[") {
            let (group, brackets) = group_of(&mut found, brackets)?;
            group.all.push(condition(&brackets, value, fields)?);
        } else if let Some((_, field, operation)) = flat.iter().find(|(known, _, _)| *known == name)
            && !value.is_empty()
        {
            let (key, value) = match *field {
                "labels" => split_label(value)?,
                _ => (None, value.to_owned()),
            };
            found.all.push(Condition { field: (*field).to_owned(), operation: *operation, key, value });
        }
    }
    Ok(found.finish())
}

/// The group that the first brackets lead to, and the brackets behind them.
fn group_of<'g, 'b>(outer: &'g mut Group, brackets: &'b str) -> Result<(&'g mut Group, Vec<&'b str>), Problem> {
    let mut parts: Vec<&str> = brackets.trim_end_matches(']').split("][").collect();
    let mut group = outer;
    for _ in 0..DEPTH {
        let (groups, number) = match parts.as_slice() {
            ["and", number, ..] => (&mut group.and, number),
            ["or", number, ..] => (&mut group.or, number),
            _ => return Ok((group, parts)),
        };
        let number = number.parse().map_err(|_| no_filter(brackets))?;
        group = groups.entry(number).or_default();
        parts.drain(..2);
    }
    Err(Problem::bad_request(format!("`filters[{brackets}` lies in more than {} groups", DEPTH - 1)))
}

fn no_filter(brackets: &str) -> Problem {
    Problem::bad_request(format!("`filters[{brackets}` is no filter; write `filters[field][OPERATION]`"))
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
pub fn of_document(bytes: &[u8], fields: &[&str]) -> Result<Filter, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Filter::default());
    }
    let sent: SentFilters = serde_json::from_slice(bytes).map_err(|error| Problem::json(&error))?;
    let sent = sent.filters.unwrap_or_default();
    let all = sent
        .iter()
        .map(|Sent { field, operation, value }| {
            let value = match value {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Array(items) => {
                    let texts = items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
                    texts.collect::<Vec<_>>().join(",")
                }
                other => other.to_string(),
            };
            condition(&[field, operation], &value, fields)
        })
        .collect::<Result<_, _>>()?;
    Ok(Filter { all, any: Vec::new() })
}

/// `key:value`, split at the first colon.
fn split_label(text: &str) -> Result<(Option<String>, String), Problem> {
    let (key, value) =
        text.split_once(':').ok_or_else(|| Problem::argument(format!("`{text}` is no label; write `key:value`")))?;
    Ok((Some(key.to_owned()), value.to_owned()))
}

fn condition(brackets: &[&str], value: &str, fields: &[&str]) -> Result<Condition, Problem> {
    let bad = |message: String| Err(Problem::bad_request(message));
    let (field, operation, key) = match brackets {
        [field, operation] => (*field, *operation, None),
        [field, operation, key] => (*field, *operation, Some((*key).to_owned())),
        _ => return Err(no_filter(&format!("{}]", brackets.join("][")))),
    };
    let field = camel_case(field);
    if !fields.contains(&field.as_str()) {
        return bad(format!("`{field}` is no field to filter by here; known are {}", fields.join(", ")));
    }
    let Some(operation) = Operation::named(operation) else {
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
            Ok(Condition { field, operation, key, value })
        }
        (_, key) => Ok(Condition { field, operation, key, value }),
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
        asked(text).map(|filter| filter.all)
    }

    fn asked(text: &str) -> Result<Filter, String> {
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
        assert_eq!(of_document(document, &["namespace", "flowId"]).unwrap().all, expected);
        assert!(of_document(b" ", &[]).unwrap().is_empty());
        assert!(of_document(b"{}", &[]).unwrap().is_empty());
        assert!(of_document(br#"{"filters": [{"field": "color", "operation": "EQUALS"}]}"#, &["q"]).is_err());
    }

    #[test]
    fn what_is_not_known_is_named() {
        assert!(conditions("filters[color][EQUALS]=red").unwrap_err().starts_with("`color` is no field"));
        assert!(conditions("filters[q][LIKE]=x").unwrap_err().starts_with("`LIKE` is no operation"));
        assert!(conditions("filters[or][x][q][EQUALS]=x").unwrap_err().contains("is no filter"));
        assert!(conditions("filters[]=x").unwrap_err().contains("is no filter"));
        let deep = format!("filters{}[q][EQUALS]=x", "[and][0]".repeat(5));
        assert!(conditions(&deep).unwrap_err().contains("more than 3 groups"));
        assert!(conditions("filters[q]=x").unwrap_err().contains("is no filter"));
    }

    #[test]
    fn alternatives_are_read_as_clients_of_2_0_nest_them() {
        let both = |flow: &str, namespace: &str| {
            let text = "filters[or][0][flowId][EQUALS]=a&filters[or][1][and][0][flowId][EQUALS]=b\
                &filters[or][1][and][1][namespace][EQUALS]=n&filters[flowId][NOT_EQUALS]=c";
            asked(text).unwrap().accepts(&|Condition { field, operation, value, .. }| {
                operation.holds(if field == "flowId" { flow } else { namespace }, value)
            })
        };
        assert!(both("a", "x") && both("b", "n") && !both("b", "x") && !both("c", "n"));
        let filter = asked("filters[or][0][labels][EQUALS][a]=1&filters[or][0][labels][EQUALS][b]=2").unwrap();
        assert_eq!((filter.any.len(), filter.any[0].len(), filter.any[0][0].all.len()), (1, 1, 2));
        let nested = asked("filters[and][0][or][0][q][EQUALS]=x&filters[and][1][or][0][q][EQUALS]=y").unwrap();
        assert_eq!(nested.any.len(), 2);
    }
}
