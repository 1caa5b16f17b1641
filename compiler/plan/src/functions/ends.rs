//! `first` and `last`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::{Kind, Type};

/// `['a', 'b'] | first`.
pub(super) static FIRST: Function = Function {
    doc: "An empty list has none, which gives null; an empty text fails.",
    extra: Extra::Ignored,
    returns: Returns::Computed(element),
    examples: &[Example { template: "{{ ['a', 'b'] | first }}", result: "a" }],
    input: &[Kind::Text, Kind::List, Kind::Array, Kind::Set, Kind::Null],
    ..Function::new(Form::Filter, "first", "The first element of a list, or character of a text.", first)
};

/// `['a', 'b'] | last`.
pub(super) static LAST: Function = Function {
    doc: "An empty list has none, which gives null; an empty text fails.",
    extra: Extra::Ignored,
    returns: Returns::Computed(element),
    examples: &[Example { template: "{{ ['a', 'b'] | last }}", result: "b" }],
    input: &[Kind::Text, Kind::List, Kind::Array, Kind::Set, Kind::Null],
    ..Function::new(Form::Filter, "last", "The last element of a list, or character of a text.", last)
};

fn element(input: Option<&Type>, _: &[Option<Type>]) -> Type {
    match (input, input.and_then(Type::element)) {
        (_, Some(element)) => Type::union([element.as_ref().clone(), Type::Null]),
        (Some(Type::Text | Type::Enumeration(_)), None) => Type::Text,
        (_, None) => Type::Unknown,
    }
}

fn first(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    pick(arguments, <[Value]>::first, |text| text.chars().next())
}

fn last(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    pick(arguments, <[Value]>::last, |text| text.chars().next_back())
}

fn pick(
    arguments: &Arguments<'_>,
    of_list: fn(&[Value]) -> Option<&Value>,
    of_text: fn(&str) -> Option<char>,
) -> Result<Value, Error> {
    match arguments.input() {
        Value::Null => Ok(Value::Null),
        Value::Text(text) => {
            let empty = || Error::new("an empty text has no characters");
            of_text(text).map(Value::Char).ok_or_else(empty)
        }
        Value::List(items) | Value::Array(items) | Value::Set(items) => Ok(of_list(items).cloned().unwrap_or_default()),
        _ => Err(arguments.wrong_input()),
    }
}
