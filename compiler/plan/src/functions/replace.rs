//! `replace`.

use super::input;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter};
use crate::regex::Regex;
use crate::types::Kind;
use crate::{Value, java};

/// `'a.b' | replace({'.': '/'})`.
pub(super) static FILTER: Function = Function {
    doc: "Lists and maps are replaced throughout, and become texts.",
    parameters: &[
        Parameter::required("replace_pairs", Kind::MAP, "What is replaced, each with what takes its place."),
        Parameter::optional("regexp", Kind::BOOL, "false", "Whether the keys are regular expressions."),
    ],
    examples: &[Example { template: "{{ 'a.b' | replace({'.': '/'}) }}", result: "a/b" }],
    ..Function::new(Form::Filter, "replace", "Replaces texts by others.", call)
};

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
    let pairs = match arguments.required(0)? {
        pairs @ (Value::Map(_) | Value::Table(_)) => pairs,
        other => return Err(arguments.wrong_kind(0, other)),
    };
    let kind = match arguments.get(1) {
        None | Some(Value::Bool(false)) => Search::Text,
        Some(Value::Bool(true)) => Search::Regex { backtracks: evaluation.budget().regex_backtracks },
        Some(other) => return Err(arguments.wrong_kind(1, other)),
    };
    let rules = arguments.prepared(|| rules(pairs, kind))?;
    input::each_text(arguments.input(), &mut |mut text| {
        for rule in rules.iter() {
            text = match rule {
                Rule::Text(from, to) => text.replace(from.as_str(), to),
                Rule::Regex(regex, to) => regex.replace_all(&text, to)?,
            };
            evaluation.spend(text.len() / 64)?;
        }
        Ok(text)
    })
}

/// How the keys of the pairs are understood.
#[derive(Clone, Copy)]
enum Search {
    Text,
    Regex { backtracks: usize },
}

/// One pair: what is looked for, and what takes its place.
enum Rule {
    Text(String, String),
    Regex(Box<Regex>, String),
}

fn rules(pairs: &Value, search: Search) -> Result<Vec<Rule>, Error> {
    let rule = |from: String, to: &Value| {
        if to.is_null() {
            return Err(Error::new(format!("`replace` has null in the place of `{from}`")));
        }
        let to = java::to_text(to);
        Ok(match search {
            Search::Regex { backtracks } => Rule::Regex(Box::new(Regex::new(&from, backtracks)?), to),
            Search::Text => Rule::Text(from, to),
        })
    };
    match pairs {
        Value::Map(pairs) => pairs.iter().map(|(from, to)| rule(from.to_string(), to)).collect(),
        Value::Table(pairs) => pairs.iter().map(|(from, to)| rule(java::to_text(from), to)).collect(),
        _ => Ok(Vec::new()),
    }
}
