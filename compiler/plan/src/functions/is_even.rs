//! `is even` and `is odd`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `is even`.
pub(super) static EVEN: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ 4 is even }}", result: "true" }],
    ..Function::new(Form::Test, "even", "Whether an integer can be halved.", even)
};

/// `is odd`.
pub(super) static ODD: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ 4 is odd }}", result: "false" }],
    ..Function::new(Form::Test, "odd", "Whether an integer cannot be halved.", odd)
};

fn even(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let number = arguments.input().as_i64().ok_or_else(|| arguments.wrong_input())?;
    Ok(Value::Bool(number % 2 == 0))
}

fn odd(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let number = arguments.input().as_i64().ok_or_else(|| arguments.wrong_input())?;
    Ok(Value::Bool(number % 2 != 0))
}
