//! `is empty`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `is empty`.
pub(super) static TEST: Function = Function {
    doc: "Null and blank text are empty; numbers, true and false never are.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ ' ' is empty }}", result: "true" }],
    ..Function::new(Form::Test, "empty", "Whether a text, list or map holds nothing.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(match arguments.input() {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(items) | Value::Set(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Table(entries) => entries.is_empty(),
        _ => false,
    }))
}
