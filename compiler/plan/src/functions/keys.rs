//! `keys` and `values`.

use std::sync::Arc;

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::{Kind, Openness, Type};

/// `'a': 1} | keys`.
pub(super) static KEYS: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Computed(keys_of),
    examples: &[Example { template: "{{ {'a': 1} | keys }}", result: "[\"a\"]" }],
    input: &[Kind::List, Kind::Array, Kind::Map, Kind::Null],
    ..Function::new(Form::Filter, "keys", "The keys of a map, or the positions of a list.", keys)
};

/// `'a': 1} | values`.
pub(super) static VALUES: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Computed(values_of),
    examples: &[Example { template: "{{ {'a': 1} | values }}", result: "[1]" }],
    input: &[Kind::Map, Kind::Null],
    ..Function::new(Form::Filter, "values", "The values of a map.", values)
};

fn keys_of(input: Option<&Type>, _: &[Option<Type>]) -> Type {
    match input {
        Some(Type::Map(_) | Type::Record(_)) => Type::Set(Arc::new(Type::Text)),
        Some(Type::List(_) | Type::Array(_)) => Type::List(Arc::new(Type::Int)),
        _ => Type::Unknown,
    }
}

fn values_of(input: Option<&Type>, _: &[Option<Type>]) -> Type {
    match input {
        Some(Type::Map(value)) => Type::Set(value.clone()),
        Some(Type::Record(record)) => {
            let known = Type::union(record.fields.iter().map(|(_, ty)| ty.clone()));
            Type::Set(Arc::new(if record.openness == Openness::Closed { known } else { Type::Unknown }))
        }
        _ => Type::Unknown,
    }
}

fn keys(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    match arguments.input() {
        Value::Null => Ok(Value::Null),
        Value::Map(map) => Ok(Value::Set(Arc::new(map.keys().map(|key| Value::Text(key.clone())).collect()))),
        Value::Table(entries) => Ok(Value::Set(Arc::new(entries.iter().map(|(key, _)| key.clone()).collect()))),
        Value::List(items) | Value::Array(items) => {
            let positions = 0..i32::try_from(items.len()).unwrap_or(i32::MAX);
            Ok(Value::list(positions.map(Value::Int)))
        }
        _ => Err(arguments.wrong_input()),
    }
}

fn values(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    match arguments.input() {
        Value::Null => Ok(Value::Null),
        Value::Map(map) => Ok(Value::Set(Arc::new(map.values().cloned().collect()))),
        Value::Table(entries) => Ok(Value::Set(Arc::new(entries.iter().map(|(_, value)| value.clone()).collect()))),
        _ => Err(arguments.wrong_input()),
    }
}
