//! What a loop goes over: the values of `ForEach`, `EachSequential`, `EachParallel` and `Loop`.

use plan::evaluate::{self, Context};
use plan::{Argument, Failure, Text, Value, java};

use crate::storage::FileUri;

/// What a loop goes over.
#[derive(Debug, PartialEq)]
pub(crate) struct Over {
    /// The values as texts, in order.
    pub(crate) values: Vec<Text>,
    /// The key of each, where they are a map.
    pub(crate) keys: Option<Vec<Text>>,
    /// Whether they are the rows of a file.
    pub(crate) from_file: bool,
}

impl Over {
    fn list(values: Vec<Text>) -> Self {
        Self { values, keys: None, from_file: false }
    }
}

/// The values of a loop of 1.x as texts, in order, each once.
///
/// A text has to render to a JSON list; of a list in the file texts are rendered, whole numbers and maps are
/// written as text, and nothing else is accepted.
///
/// # Errors
///
/// What cannot be rendered or gone over.
pub(crate) fn values(over: &Argument, context: &Context<'_>) -> Result<Over, Failure> {
    let items = match items(over, context)? {
        Some(items) => items,
        None => match over {
            Argument::Map(_) | Argument::Fixed(Value::Map(_)) => {
                return Err(Failure::new("Unknown value type: class java.util.LinkedHashMap"));
            }
            other => rendered(evaluate::evaluate(other, context)?)?,
        },
    };
    let nulls = items.iter().filter(|item| item.is_null()).count();
    if nulls > 0 {
        let shown = java::to_text(&Value::list(items));
        return Err(Failure::new(format!("Found '{nulls}' null values on Each, with values={shown}")));
    }
    Ok(Over::list(each_once(&items)))
}

/// The values of a `Loop` as texts: of a list each once, of a map each with its key, of a file its rows.
///
/// # Errors
///
/// What cannot be rendered, read or gone over.
pub(crate) fn rounds(
    over: &Argument,
    context: &Context<'_>,
    rows: &dyn Fn(&FileUri) -> Result<Vec<Text>, Failure>,
) -> Result<Over, Failure> {
    if let Some(items) = items(over, context)? {
        return listed(&items);
    }
    let value = evaluate::evaluate(over, context)?;
    let written = java::to_text(&value);
    if let Ok(uri) = written.parse::<FileUri>() {
        return Ok(Over { values: rows(&uri)?, keys: None, from_file: true });
    }
    let value = match value {
        Value::Map(_) => value,
        other if other.elements().is_some() => other,
        _ => match plan::json::read(written.trim()) {
            Ok((read, end)) if written.trim()[end..].trim().is_empty() => read,
            _ => Value::Null,
        },
    };
    match (&value, value.elements()) {
        (Value::Map(map), _) => Ok(Over {
            values: map.values().map(text).collect(),
            keys: Some(map.keys().cloned().collect()),
            from_file: false,
        }),
        (_, Some(items)) => listed(items),
        _ => Err(Failure::new(format!(
            "The `values` must be a list, a map, or an expression that renders to one, but got: '{written}'."
        ))),
    }
}

fn listed(items: &[Value]) -> Result<Over, Failure> {
    if items.iter().any(Value::is_null) {
        let shown = java::to_text(&Value::list(items.to_vec()));
        return Err(Failure::new(format!("Found a null value inside the iteration values={shown}")));
    }
    Ok(Over::list(each_once(items)))
}

/// The elements of a list in the file; `None` where it is none.
fn items(over: &Argument, context: &Context<'_>) -> Result<Option<Vec<Value>>, Failure> {
    match over {
        Argument::List(items) => items.iter().map(|item| element(item, context)).collect::<Result<_, _>>().map(Some),
        Argument::Fixed(Value::List(items)) => {
            items.iter().map(|item| written(item.clone())).collect::<Result<_, _>>().map(Some)
        }
        _ => Ok(None),
    }
}

fn each_once(items: &[Value]) -> Vec<Text> {
    let mut seen = rustc_hash::FxHashSet::default();
    items.iter().map(text).filter(|text| seen.insert(text.clone())).collect()
}

/// An element of a list in the file.
fn element(item: &Argument, context: &Context<'_>) -> Result<Value, Failure> {
    match item {
        Argument::Fixed(value) => written(value.clone()),
        Argument::Template(_) => {
            let value = evaluate::evaluate(item, context)?;
            Ok(if value.is_null() { Value::text("") } else { Value::Text(text(&value)) })
        }
        Argument::Map(_) => evaluate::evaluate(item, context),
        Argument::List(_) => Err(unknown("java.util.ArrayList")),
    }
}

fn written(value: Value) -> Result<Value, Failure> {
    match value {
        Value::Bool(_) => Err(unknown("java.lang.Boolean")),
        Value::Double(_) | Value::Float(_) => Err(unknown("java.lang.Double")),
        Value::Long(_) => Err(unknown("java.lang.Long")),
        Value::List(_) => Err(unknown("java.util.ArrayList")),
        other => Ok(other),
    }
}

fn unknown(class: &str) -> Failure {
    Failure::new(format!("Unknown value element type: class {class}"))
}

/// A rendered value that has to be a list.
fn rendered(value: Value) -> Result<Vec<Value>, Failure> {
    if let Some(items) = value.elements() {
        return Ok(items.to_vec());
    }
    let text = java::to_text(&value);
    match plan::json::read(text.trim()) {
        Ok((Value::List(items), end)) if text.trim()[end..].trim().is_empty() => Ok(items.to_vec()),
        _ => Err(Failure::new(format!("the values of a loop must be a list, but they are `{text}`"))),
    }
}

/// A value as the text that iterations see: texts as they are, everything else as JSON.
pub(crate) fn text(value: &Value) -> Text {
    match value {
        Value::Text(text) | Value::Markup(text) => text.clone(),
        other => crate::json::to_text(other).into(),
    }
}

#[cfg(test)]
mod tests {
    use plan::value::Map;

    use super::*;

    fn of(value: Value) -> Result<Vec<String>, String> {
        let variables = Map::default();
        let texts = values(&Argument::Fixed(value), &Context::new(&variables));
        texts
            .map(|over| over.values.iter().map(ToString::to_string).collect())
            .map_err(|failure| failure.message.to_string())
    }

    #[test]
    fn a_text_has_to_spell_a_list() {
        let json = "[\"a\", 1, true, {\"k\": \"v\"}, [1, 2], \"a\"]";
        assert_eq!(
            of(Value::text(json)),
            Ok(["a", "1", "true", "{\"k\":\"v\"}", "[1,2]"].map(ToOwned::to_owned).to_vec())
        );
        assert!(of(Value::text("a, b")).is_err());
        assert_eq!(of(Value::text("[]")), Ok(Vec::new()));
    }

    #[test]
    fn nulls_are_refused() {
        assert_eq!(
            of(Value::text("[1, null]")),
            Err("Found '1' null values on Each, with values=[1, null]".to_owned())
        );
    }

    #[test]
    fn a_list_in_the_file_holds_texts_whole_numbers_and_maps() {
        assert_eq!(of(Value::list([Value::Int(1), Value::text("x")])), Ok(vec!["1".to_owned(), "x".to_owned()]));
        assert_eq!(
            of(Value::list([Value::Bool(true)])),
            Err("Unknown value element type: class java.lang.Boolean".to_owned())
        );
    }
}
