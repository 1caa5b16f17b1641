//! `join`.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;
use crate::{Value, java};

/// `['a', 'b'] | join(', ')`.
pub(super) static FILTER: Function = Function {
    parameters: &[Parameter::optional("separator", Kind::TEXT, "''", "What stands between two elements.")],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ ['a', 'b'] | join(', ') }}", result: "a, b" }],
    input: &[Kind::List, Kind::Array, Kind::Set, Kind::Null],
    ..Function::new(Form::Filter, "join", "The elements of a list as one text.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let items = match arguments.input() {
        Value::Null => return Ok(Value::Null),
        Value::List(items) | Value::Array(items) | Value::Set(items) => items,
        _ => return Err(arguments.wrong_input()),
    };
    let separator = match arguments.get(0) {
        None | Some(Value::Null) => "",
        Some(_) => arguments.text(0)?,
    };
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(separator);
        }
        java::write(item, &mut out);
    }
    Ok(Value::from(out))
}
