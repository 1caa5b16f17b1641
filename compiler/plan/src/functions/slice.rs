//! `slice`.

use std::sync::Arc;

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::{Kind, Type};

/// `'Alexander' | slice(2, 5)`.
pub(super) static FILTER: Function = Function {
    doc: "Text is counted in UTF-16 units. An empty part cannot be asked for.",
    parameters: &[
        Parameter::optional("fromIndex", Kind::NUMBER, "0", "Where it begins, from 0."),
        Parameter::optional("toIndex", Kind::NUMBER, "the length", "Where it ends; not included."),
    ],
    returns: Returns::Computed(same),
    examples: &[Example { template: "{{ 'Alexander' | slice(2, 5) }}", result: "exa" }],
    input: &[Kind::Text, Kind::List, Kind::Array, Kind::Null],
    ..Function::new(Form::Filter, "slice", "A part of a text or a list.", call)
};

fn same(input: Option<&Type>, _: &[Option<Type>]) -> Type {
    input.cloned().unwrap_or(Type::Unknown)
}

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    match arguments.input() {
        Value::Null => Ok(Value::Null),
        Value::Text(text) => {
            let units: Vec<u16> = text.encode_utf16().collect();
            let (from, to) = bounds(arguments, units.len())?;
            Ok(Value::from(String::from_utf16_lossy(&units[from..to])))
        }
        Value::List(items) => {
            let (from, to) = bounds(arguments, items.len())?;
            Ok(Value::list(items[from..to].iter().cloned()))
        }
        Value::Array(items) => {
            let (from, to) = bounds(arguments, items.len())?;
            Ok(Value::Array(Arc::new(items[from..to].to_vec())))
        }
        _ => Err(arguments.wrong_input()),
    }
}

fn bounds(arguments: &Arguments<'_>, length: usize) -> Result<(usize, usize), Error> {
    let read = |parameter: usize, name: &str, otherwise: usize| -> Result<usize, Error> {
        let Some(value) = arguments.get(parameter).filter(|value| !value.is_null()) else { return Ok(otherwise) };
        let number = value.to_i64().ok_or_else(|| arguments.wrong_kind(parameter, value))?;
        let inside = usize::try_from(number).ok().filter(|number| *number <= length);
        inside.ok_or_else(|| Error::new(format!("`{name}` of `slice` is {number}, outside of 0 to {length}")))
    };
    let (from, to) = (read(0, "fromIndex", 0)?, read(1, "toIndex", length)?);
    if from >= to && (arguments.get(1).is_some() || from > to) {
        return Err(Error::new(format!("`slice` ends at {to}, which is not behind its beginning at {from}")));
    }
    Ok((from, to))
}
