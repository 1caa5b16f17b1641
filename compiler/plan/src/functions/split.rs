//! `split`.

use std::sync::Arc;

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::regex::Regex;
use crate::types::{Kind, Type};

/// `'a,b' | split(',')`.
pub(super) static FILTER: Function = Function {
    doc: "Empty parts at the end are left out, unless `limit` says otherwise.",
    parameters: &[
        Parameter::required("delimiter", Kind::TEXT, "A Java regular expression: write `\\\\.` for a dot.")
            .checked(check),
        Parameter::optional(
            "limit",
            Kind::INT,
            "0",
            "At most so many parts; empty parts at the end stay where it is negative.",
        ),
    ],
    returns: Returns::Computed(texts),
    examples: &[Example { template: "{{ 'a,b' | split(',') }}", result: "[\"a\",\"b\"]" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "split", "Cuts text at every place a regular expression finds.", call)
};

fn texts(input: Option<&Type>, _: &[Option<Type>]) -> Type {
    let array = Type::Array(Arc::new(Type::Text));
    let is_text = input.is_some_and(|input| input.kinds() == [Kind::Text]);
    if is_text { array } else { Type::union([array, Type::Null]) }
}

fn check(delimiter: &Value) -> Result<(), String> {
    let Some(source) = delimiter.as_str() else { return Ok(()) };
    Regex::compile(source, 1).map(drop).map_err(|mistake| mistake.message)
}

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    let delimiter = arguments.text(0)?;
    let limit = match arguments.get(1) {
        None => 0,
        Some(Value::Null) => 0,
        Some(limit) => limit.to_i64().ok_or_else(|| arguments.wrong_kind(1, limit))?,
    };
    let backtracks = evaluation.budget().regex_backtracks;
    let regex = arguments.prepared(|| Regex::new(delimiter, backtracks))?;
    let parts = regex.split(text, limit)?;
    evaluation.spend(parts.len())?;
    Ok(Value::Array(Arc::new(parts.into_iter().map(Value::text).collect())))
}
