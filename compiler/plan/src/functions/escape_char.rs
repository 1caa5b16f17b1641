//! `escapeChar`.

use std::sync::Arc;

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter};
use crate::types::Kind;
use crate::{Value, java};

/// `text | escapeChar('double')`.
pub(super) static FILTER: Function = Function {
    doc: "Lists and maps are escaped throughout.",
    parameters: &[Parameter::required("type", Kind::TEXT, "Which quotes: `single`, `double` or `shell`.")],
    examples: &[Example { template: "{{ \"it's\" | escapeChar('single') }}", result: "it\\'s" }],
    ..Function::new(Form::Filter, "escapeChar", "Escapes quotes for a shell or a string literal.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let kind = arguments.text(0)?;
    let (quote, escaped) = match kind.to_lowercase().as_str() {
        "single" => ("'", "\\'"),
        "double" => ("\"", "\\\""),
        "shell" => ("'", "'\\''"),
        _ => {
            return Err(Error::new(format!(
                "`type` of `escapeChar` must be single, double or shell, and it is `{kind}`"
            )));
        }
    };
    escape(arguments.input(), quote, escaped).ok_or_else(|| arguments.wrong_input())
}

fn escape(value: &Value, quote: &str, escaped: &str) -> Option<Value> {
    Some(match value {
        Value::Null => Value::Null,
        Value::List(items) => {
            Value::list(items.iter().map(|item| escape(item, quote, escaped)).collect::<Option<Vec<_>>>()?)
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| Some((key.clone(), escape(value, quote, escaped)?)));
            Value::Map(Arc::new(entries.collect::<Option<_>>()?))
        }
        Value::Text(text) => Value::from(text.replace(quote, escaped)),
        number if number.as_f64().is_some() => Value::from(java::to_text(number)),
        Value::Bool(_) => Value::from(java::to_text(value)),
        _ => return None,
    })
}
