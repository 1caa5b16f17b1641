//! `numberFormat`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::java::decimal_format::DecimalFormat;
use crate::java::symbols::Symbols;
use crate::types::Kind;

/// What is printed by where no pattern is given.
const USUAL: &str = "#,##0.###";

/// `1234.5 | numberFormat('#,##0.00')`.
pub(super) static FILTER: Function = Function {
    doc: "Halves are rounded to the even neighbour. Points, groups and signs are those of the server's locale.",
    input: &[Kind::Int, Kind::Float, Kind::Null],
    parameters: &[
        Parameter::optional("format", Kind::TEXT, USUAL, "A pattern of Java's `DecimalFormat`.").checked(check)
    ],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[
        Example { template: "{{ 1234.5 | numberFormat('#,##0.00') }}", result: "1,234.50" },
        Example { template: "{{ 0.5 | numberFormat('0%') }}", result: "50%" },
    ],
    ..Function::new(Form::Filter, "numberFormat", "Writes a number by a pattern.", call)
};

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
    let pattern = match arguments.get(0) {
        None | Some(Value::Null) => USUAL,
        Some(_) => arguments.text(0)?,
    };
    let format = arguments.prepared(|| DecimalFormat::parse(pattern).map_err(Error::new))?;
    format
        .print(arguments.input(), Symbols::named(evaluation.locale()))
        .map(Value::from)
        .ok_or_else(|| arguments.wrong_input())
}

fn check(pattern: &Value) -> Result<(), String> {
    pattern.as_str().map_or(Ok(()), |pattern| DecimalFormat::parse(pattern).map(drop))
}
