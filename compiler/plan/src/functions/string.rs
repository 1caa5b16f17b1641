//! `string`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `'a': 1} | string`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ {'a': 1} | string }}", result: "{a=1}" }],
    ..Function::new(Form::Filter, "string", "A value as Java prints it.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(input::printed(arguments).map_or(Value::Null, Value::from))
}
