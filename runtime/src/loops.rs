//! What a loop goes over: the values of `ForEach`, `EachSequential`, `EachParallel` and `Loop`.

use plan::evaluate::{self, Context};
use plan::{Argument, Failure, Text, Value, java};

/// The values of a loop as texts, in order, each once.
///
/// A text has to render to a JSON list; of a list in the file texts are rendered, whole numbers and maps are
/// written as text, and nothing else is accepted.
///
/// # Errors
///
/// What cannot be rendered or gone over.
pub(crate) fn values(over: &Argument, context: &Context<'_>) -> Result<Vec<Text>, Failure> {
    let items = match over {
        Argument::List(items) => {
            let items: Result<Vec<Value>, Failure> = items.iter().map(|item| element(item, context)).collect();
            items?
        }
        Argument::Fixed(Value::List(items)) => {
            let items: Result<Vec<Value>, Failure> = items.iter().map(|item| written(item.clone())).collect();
            items?
        }
        other => rendered(evaluate::evaluate(other, context)?)?,
    };
    let nulls = items.iter().filter(|item| item.is_null()).count();
    if nulls > 0 {
        let shown = java::to_text(&Value::list(items));
        return Err(Failure::new(format!("Found '{nulls}' null values on Each, with values={shown}")));
    }
    let mut values: Vec<Text> = Vec::with_capacity(items.len());
    let mut seen = rustc_hash::FxHashSet::default();
    for item in &items {
        let text = text(item);
        if seen.insert(text.clone()) {
            values.push(text);
        }
    }
    Ok(values)
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
fn text(value: &Value) -> Text {
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
            .map(|texts| texts.iter().map(ToString::to_string).collect())
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
