//! `flatten`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `[[1, 2], [3]] | flatten`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::List, Kind::Null]),
    examples: &[Example { template: "{{ [[1, 2], [3]] | flatten }}", result: "[1,2,3]" }],
    input: &[Kind::List, Kind::Null],
    ..Function::new(Form::Filter, "flatten", "Puts the elements of inner lists in their place, one level deep.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let items = match arguments.input() {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        _ => return Err(arguments.wrong_input()),
    };
    let mut flat = Vec::with_capacity(items.len());
    for item in items.iter() {
        match item {
            Value::List(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    Ok(Value::list(flat))
}
