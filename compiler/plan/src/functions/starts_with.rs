//! `startsWith` and `endsWith`.

use super::input;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;
use crate::{Value, java};

const PARAMETERS: &[Parameter] = &[Parameter::required("value", Kind::ANY, "The text looked for.")];

/// `'Hello' | startsWith('He')`.
pub(super) static STARTS: Function = Function {
    parameters: PARAMETERS,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ 'Hello' | startsWith('He') }}", result: "true" }],
    ..Function::new(Form::Filter, "startsWith", "Whether a text begins with another.", starts_with)
};

/// `'Hello' | endsWith('lo')`.
pub(super) static ENDS: Function = Function {
    parameters: PARAMETERS,
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{{ 'Hello' | endsWith('lo') }}", result: "true" }],
    ..Function::new(Form::Filter, "endsWith", "Whether a text ends with another.", ends_with)
};

fn starts_with(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    test(arguments, |text, part| text.starts_with(part))
}

fn ends_with(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    test(arguments, |text, part| text.ends_with(part))
}

fn test(arguments: &Arguments<'_>, holds: fn(&str, &str) -> bool) -> Result<Value, Error> {
    let part = match arguments.required(0)? {
        Value::Null => return Err(arguments.wrong_kind(0, &Value::Null)),
        part => java::to_text(part),
    };
    Ok(Value::Bool(input::printed(arguments).is_some_and(|text| holds(&text, &part))))
}
