//! `chunk`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;

/// `[1, 2, 3] | chunk(2)`.
pub(super) static FILTER: Function = Function {
    parameters: &[Parameter::required("size", Kind::NUMBER, "How many elements each part has, at least 1.")],
    returns: Returns::Kinds(&[Kind::List, Kind::Null]),
    examples: &[Example { template: "{{ [1, 2, 3] | chunk(2) }}", result: "[[1,2],[3]]" }],
    input: &[Kind::List, Kind::Null],
    ..Function::new(Form::Filter, "chunk", "Cuts a list into lists of a given size.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let items = match arguments.input() {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        _ => return Err(arguments.wrong_input()),
    };
    let size = arguments.required(0)?;
    let size = size.to_i64().ok_or_else(|| arguments.wrong_kind(0, size))?;
    let size = usize::try_from(size).ok().filter(|size| *size > 0);
    let size = size.ok_or_else(|| Error::new("`size` of `chunk` must be at least 1"))?;
    Ok(Value::list(items.chunks(size).map(|part| Value::list(part.iter().cloned()))))
}
