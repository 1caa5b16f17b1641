//! `upper`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `'a' | upper`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'straße' | upper }}", result: "STRASSE" }],
    ..Function::new(Form::Filter, "upper", "Turns text into upper case.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(match arguments.input() {
        Value::Null => Value::Null,
        Value::Text(text) => Value::from(text.to_uppercase()),
        other => Value::from(crate::java::to_text(other).to_uppercase()),
    })
}
