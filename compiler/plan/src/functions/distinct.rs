//! `distinct`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `[1, 2, 1] | distinct`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::List, Kind::Text]),
    examples: &[Example { template: "{{ [1, 2, 1] | distinct }}", result: "[1,2]" }],
    input: &[Kind::List, Kind::Set, Kind::Null],
    ..Function::new(Form::Filter, "distinct", "Keeps the first of equal elements.", call)
};

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let items = match arguments.input() {
        // Kestra answers with the word.
        Value::Null => return Ok(Value::text("null")),
        Value::List(items) | Value::Set(items) => items,
        _ => return Err(arguments.wrong_input()),
    };
    let mut kept: Vec<Value> = Vec::new();
    for item in items.iter() {
        evaluation.spend(kept.len())?;
        if !kept.contains(item) {
            kept.push(item.clone());
        }
    }
    Ok(Value::list(kept))
}
