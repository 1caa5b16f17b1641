//! `is iterable` and `is map`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `is iterable`.
pub(super) static ITERABLE: Function = Function {
    doc: "Maps and texts are not.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ [1] is iterable }}", result: "true" }],
    ..Function::new(Form::Test, "iterable", "Whether a value is a list.", iterable)
};

/// `is map`.
pub(super) static MAP: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ {'a': 1} is map }}", result: "true" }],
    ..Function::new(Form::Test, "map", "Whether a value is a map.", map)
};

fn iterable(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(arguments.input().elements().is_some()))
}

fn map(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(matches!(arguments.input(), Value::Map(_) | Value::Table(_))))
}
