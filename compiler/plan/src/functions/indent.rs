//! `indent` and `nindent`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;

const PARAMETERS: &[Parameter] = &[
    Parameter::required("amount", Kind::INT, "How often the prefix is repeated."),
    Parameter::optional("prefix", Kind::TEXT, "' '", "What is put before a line."),
];

/// `'a' | indent(2)`.
pub(super) static INDENT: Function = Function {
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a' | indent(2) }}", result: "a" }],
    ..Function::new(Form::Filter, "indent", "Indents every line but the first.", indent)
};

/// `'a' | nindent(2)`.
pub(super) static NINDENT: Function = Function {
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "[{{ 'a' | nindent(2) }}]", result: "[\n  a]" }],
    ..Function::new(Form::Filter, "nindent", "Begins a new line and indents every line.", nindent)
};

fn indent(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    indented(arguments, |text, _| text)
}

fn nindent(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    indented(arguments, |text, end| format!("{end}{text}"))
}

/// Null and empty text stay, whatever the arguments are.
fn indented(arguments: &Arguments<'_>, begin: fn(String, &str) -> String) -> Result<Value, Error> {
    let Some(text) = input::printed(arguments) else { return Ok(Value::Null) };
    if text.is_empty() {
        return Ok(Value::from(text));
    }
    let prefix = prefix(arguments)?;
    let end = line_end(&text);
    Ok(Value::from(begin(text, end).replace(end, &format!("{end}{prefix}"))))
}

/// Java casts the amount to a `Long`, so that an `Integer` from JSON is refused.
fn prefix(arguments: &Arguments<'_>) -> Result<String, Error> {
    let amount = match arguments.required(0)? {
        Value::Long(amount) => usize::try_from(*amount).map_err(|_| Error::new("`amount` must not be negative"))?,
        other => return Err(arguments.wrong_kind(0, other)),
    };
    let prefix = match arguments.get(1) {
        None => " ",
        Some(_) => arguments.text(1)?,
    };
    if amount.saturating_mul(prefix.len()) > 1 << 20 {
        return Err(Error::new("an indentation of more than a megabyte is refused"));
    }
    Ok(prefix.repeat(amount))
}

/// How the lines of a text end; the first kind of end that occurs in this order counts.
fn line_end(text: &str) -> &'static str {
    ["\r\n", "\n\r", "\n", "\r"].into_iter().find(|end| text.contains(end)).unwrap_or("\n")
}
