//! `lower`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `'ABC' | lower`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'ABC' | lower }}", result: "abc" }],
    ..Function::new(Form::Filter, "lower", "Turns text into lower case.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(input::printed(arguments).map_or(Value::Null, |text| Value::from(text.to_lowercase())))
}
