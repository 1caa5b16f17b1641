//! `escapeChar`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter};
use crate::types::Kind;

/// `text | escapeChar('double')`.
pub(super) static FILTER: Function = Function {
    doc: "Lists and maps are escaped throughout.",
    parameters: &[
        Parameter::required("type", Kind::TEXT, "Which quotes: `single`, `double` or `shell`.").checked(check)
    ],
    examples: &[Example { template: "{{ \"it's\" | escapeChar('single') }}", result: "it\\'s" }],
    ..Function::new(Form::Filter, "escapeChar", "Escapes quotes for a shell or a string literal.", call)
};

fn check(kind: &Value) -> Result<(), String> {
    let known = kind.as_str().is_none_or(|kind| ["single", "double", "shell"].contains(&kind.to_lowercase().as_str()));
    if known { Ok(()) } else { Err("`escapeChar` knows `single`, `double` and `shell`".to_owned()) }
}

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
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
    input::each_text(arguments.input(), &mut |text| Ok(text.replace(quote, escaped)))
}
