//! `trim`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `' a ' | trim`.
pub(super) static FILTER: Function = Function {
    doc: "Every character up to U+0020 is a blank, and no other.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ ' a ' | trim }}", result: "a" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "trim", "Removes blanks at both ends.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    Ok(Value::text(text.trim_matches(|letter: char| letter <= ' ')))
}
