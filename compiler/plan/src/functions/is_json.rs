//! `is json`.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;
use crate::{Value, json};

/// `is json`.
pub(super) static TEST: Function = Function {
    doc: "What follows the value is not looked at; an empty text counts.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ '{}' is json }}", result: "true" }],
    ..Function::new(Form::Test, "json", "Whether a text begins with a JSON value.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    match arguments.input() {
        Value::Text(text) => Ok(Value::Bool(text.trim().is_empty() || json::read(text).is_ok())),
        _ => Err(arguments.wrong_input()),
    }
}
