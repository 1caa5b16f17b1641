//! `merge`.

use std::sync::Arc;

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation, hash_order};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::{Kind, Type};
use crate::value::Map;

/// `[1] | merge([2])`.
pub(super) static FILTER: Function = Function {
    parameters: &[Parameter::optional(
        "items",
        &[Kind::List, Kind::Array, Kind::Map, Kind::Null],
        "null",
        "What is added; of two equal keys its value counts.",
    )],
    returns: Returns::Computed(merged),
    examples: &[Example { template: "{{ [1] | merge([2]) }}", result: "[1,2]" }],
    input: &[Kind::List, Kind::Array, Kind::Map, Kind::Null],
    ..Function::new(Form::Filter, "merge", "Two lists or maps as one.", call)
};

fn merged(input: Option<&Type>, arguments: &[Option<Type>]) -> Type {
    match (input, arguments.first().and_then(Option::as_ref)) {
        (Some(Type::List(left)), Some(Type::List(right))) if left == right => Type::List(left.clone()),
        (Some(Type::Array(left)), Some(Type::Array(right))) if left == right => Type::Array(left.clone()),
        (Some(Type::List(_)), _) => Type::from_kind(Kind::List),
        (Some(Type::Array(_)), _) => Type::from_kind(Kind::Array),
        (Some(Type::Map(_) | Type::Record(_)), _) => Type::from_kind(Kind::Map),
        _ => Type::Unknown,
    }
}

/// The map in the order of the `HashMap` in which Pebble collects it.
fn hashed(merged: Map, expected: usize) -> Value {
    Value::Map(Arc::new(hash_order::rehashed(merged, expected + 16)))
}

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let items = arguments.get(0).cloned().unwrap_or_default();
    match (arguments.input(), &items) {
        (Value::Null, Value::Null) => Err(Error::new("`merge` has nothing to merge: both sides are null")),
        (Value::Null, _) => Ok(items),
        (input, Value::Null) => Ok(input.clone()),
        (Value::List(left), Value::List(right)) => Ok(Value::list(left.iter().chain(right.iter()).cloned())),
        (Value::Array(left), Value::Array(right)) => {
            Ok(Value::Array(Arc::new(left.iter().chain(right.iter()).cloned().collect())))
        }
        (Value::List(left), Value::Map(right)) => {
            let entries =
                right.iter().map(|(key, value)| Value::Entry(Arc::new((Value::Text(key.clone()), value.clone()))));
            Ok(Value::list(left.iter().cloned().chain(entries)))
        }
        (Value::Map(left), Value::Map(right)) => {
            let mut merged: Map = left.as_ref().clone();
            merged.extend(right.iter().map(|(key, value)| (key.clone(), value.clone())));
            Ok(hashed(merged, left.len() + right.len()))
        }
        (Value::Map(left), Value::List(right)) => {
            let mut merged: Map = left.as_ref().clone();
            merged.extend(right.iter().map(|item| (crate::java::to_text(item).into(), item.clone())));
            Ok(hashed(merged, left.len() + right.len()))
        }
        (Value::List(_) | Value::Map(_) | Value::Array(_), other) => Err(arguments.wrong_kind(0, other)),
        _ => Err(arguments.wrong_input()),
    }
}
