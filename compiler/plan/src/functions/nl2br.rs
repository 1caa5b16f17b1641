//! `nl2br`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `('a' ~ '\n' ~ 'b') | nl2br`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ ('a' ~ '\n' ~ 'b') | nl2br }}", result: "a<br />b" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "nl2br", "Writes line ends as `<br />`.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    Ok(Value::from(text.replace("\r\n", "<br />").replace(['\n', '\r'], "<br />")))
}
