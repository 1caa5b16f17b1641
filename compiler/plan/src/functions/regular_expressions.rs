//! `regexMatch`, `regexReplace` and `regexExtract`.

use super::input;
use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::regex::Regex;
use crate::types::Kind;
use crate::{Value, java};

const REGEX: Parameter = Parameter::required("regex", Kind::TEXT, "A Java regular expression.").checked(check);

/// `'the fox' | regexMatch('f.x')`.
pub(super) static MATCH: Function = Function {
    parameters: &[REGEX],
    returns: Returns::Kinds(Kind::BOOL),
    since: Version::new(2, 0),
    examples: &[Example { template: "{{ 'the fox' | regexMatch('f.x') }}", result: "true" }],
    ..Function::new(Form::Filter, "regexMatch", "Whether a regular expression is found in a text.", is_match)
};

/// `'a1b2' | regexReplace('[0-9]', '-')`.
pub(super) static REPLACE: Function = Function {
    parameters: &[
        REGEX,
        Parameter::required("replacement", Kind::TEXT, "What takes its place; `$1` is the first group."),
    ],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    since: Version::new(2, 0),
    examples: &[Example { template: "{{ 'a1b2' | regexReplace('[0-9]', '-') }}", result: "a-b-" }],
    ..Function::new(Form::Filter, "regexReplace", "Replaces what a regular expression finds.", replace)
};

/// `'the quick fox' | regexExtract('(q)uick', 1)`.
pub(super) static EXTRACT: Function = Function {
    parameters: &[REGEX, Parameter::optional("group", Kind::INT, "0", "Which group; 0 is the whole.")],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    since: Version::new(2, 0),
    examples: &[Example { template: "{{ 'the quick fox' | regexExtract('(q)uick', 1) }}", result: "q" }],
    ..Function::new(
        Form::Filter,
        "regexExtract",
        "The first text a regular expression finds, or one group of it.",
        extract,
    )
};

fn check(regex: &Value) -> Result<(), String> {
    let Some(source) = regex.as_str() else { return Ok(()) };
    Regex::compile(source, 1).map(drop).map_err(|mistake| mistake.message)
}

fn compiled(arguments: &Arguments<'_>, evaluation: &Evaluation<'_>) -> Result<std::sync::Arc<Regex>, Error> {
    let source = java::to_text(present(arguments, 0)?);
    let backtracks = evaluation.budget().regex_backtracks;
    arguments.prepared(|| Regex::new(&source, backtracks))
}

/// An argument that must neither be left out nor be null.
fn present<'a>(arguments: &Arguments<'a>, parameter: usize) -> Result<&'a Value, Error> {
    match arguments.required(parameter)? {
        Value::Null => Err(arguments.wrong_kind(parameter, &Value::Null)),
        value => Ok(value),
    }
}

fn is_match(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::printed(arguments) else { return Ok(Value::Bool(false)) };
    compiled(arguments, evaluation)?.is_found(&text).map(Value::Bool)
}

fn replace(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::printed(arguments) else { return Ok(Value::Null) };
    let regex = compiled(arguments, evaluation)?;
    let replacement = java::to_text(present(arguments, 1)?);
    regex.replace_all(&text, &replacement).map(Value::from)
}

fn extract(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::printed(arguments) else { return Ok(Value::Null) };
    let regex = compiled(arguments, evaluation)?;
    let group = match arguments.get(1) {
        None | Some(Value::Null) => 0,
        Some(group) => group.to_i64().ok_or_else(|| arguments.wrong_kind(1, group))?,
    };
    Ok(regex.extract(&text, group)?.map_or(Value::Null, Value::text))
}
