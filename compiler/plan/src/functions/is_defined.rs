//! `is defined` and `is null`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns, Undefined};
use crate::types::Kind;

/// `is defined`.
pub(super) static DEFINED: Function = Function {
    undefined: Undefined::IsNull,
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ missing is defined }}", result: "false" }],
    ..Function::new(Form::Test, "defined", "Whether a value is there and not null.", defined)
};

/// `is null`.
pub(super) static NULL: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ null is null }}", result: "true" }],
    ..Function::new(Form::Test, "null", "Whether a value is null; one that is not there fails.", null)
};

fn defined(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(!arguments.input().is_null()))
}

fn null(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(arguments.input().is_null()))
}
