//! `className`.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;
use crate::{Value, java};

/// `1 | className`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 1 | className }}", result: "java.lang.Long" }],
    ..Function::new(Form::Filter, "className", "The name of the Java class of a value.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(match arguments.input() {
        Value::Null => Value::Null,
        other => Value::text(java::class_name(other)),
    })
}
