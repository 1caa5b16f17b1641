//! `length`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `'abc' | length`.
pub(super) static FILTER: Function = Function {
    doc: "Text is counted in UTF-16 units; what has no length has length 0.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Int]),
    examples: &[Example { template: "{{ 'abc' | length }}", result: "3" }],
    ..Function::new(
        Form::Filter,
        "length",
        "Counts the characters of a text, the elements of a list, the entries of a map.",
        call,
    )
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let length = match arguments.input() {
        Value::Text(text) => text.encode_utf16().count(),
        Value::List(items) | Value::Array(items) | Value::Set(items) => items.len(),
        Value::Map(entries) => entries.len(),
        Value::Table(entries) => entries.len(),
        _ => 0,
    };
    Ok(Value::Int(i32::try_from(length).unwrap_or(i32::MAX)))
}
