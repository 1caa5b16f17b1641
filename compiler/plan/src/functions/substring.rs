//! `substringBefore`, `substringAfter`, `substringBeforeLast` and `substringAfterLast`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;

const PARAMETERS: &[Parameter] = &[Parameter::required("separator", Kind::TEXT, "The text it is cut at.")];

/// `'a.b.c' | substringBefore('.')`.
pub(super) static BEFORE: Function = Function {
    doc: "Without separator the whole text.",
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a.b.c' | substringBefore('.') }}", result: "a" }],
    ..Function::new(Form::Filter, "substringBefore", "What stands before the first separator.", before)
};

/// `'a.b.c' | substringAfter('.')`.
pub(super) static AFTER: Function = Function {
    doc: "Without separator nothing.",
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a.b.c' | substringAfter('.') }}", result: "b.c" }],
    ..Function::new(Form::Filter, "substringAfter", "What stands behind the first separator.", after)
};

/// `'a.b.c' | substringBeforeLast('.')`.
pub(super) static BEFORE_LAST: Function = Function {
    doc: "Without separator the whole text.",
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a.b.c' | substringBeforeLast('.') }}", result: "a.b" }],
    ..Function::new(Form::Filter, "substringBeforeLast", "What stands before the last separator.", before_last)
};

/// `'a.b.c' | substringAfterLast('.')`.
pub(super) static AFTER_LAST: Function = Function {
    doc: "Without separator nothing.",
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a.b.c' | substringAfterLast('.') }}", result: "c" }],
    ..Function::new(Form::Filter, "substringAfterLast", "What stands behind the last separator.", after_last)
};

fn before(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    cut(arguments, |text, separator| text.split_once(separator).map_or(text, |(before, _)| before))
}

fn after(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    cut(arguments, |text, separator| text.split_once(separator).map_or("", |(_, after)| after))
}

fn before_last(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    cut(arguments, |text, separator| {
        let found = if separator.is_empty() { None } else { text.rsplit_once(separator) };
        found.map_or(text, |(before, _)| before)
    })
}

fn after_last(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    cut(arguments, |text, separator| {
        let found = if separator.is_empty() { None } else { text.rsplit_once(separator) };
        found.map_or("", |(_, after)| after)
    })
}

fn cut(arguments: &Arguments<'_>, of: for<'t> fn(&'t str, &str) -> &'t str) -> Result<Value, Error> {
    let Some(text) = input::printed(arguments) else { return Ok(Value::Null) };
    let separator = match arguments.required(0)? {
        // Java's library knows no null separator: nothing is found.
        Value::Null => "\u{0}",
        _ => arguments.text(0)?,
    };
    Ok(Value::text(of(&text, separator)))
}
