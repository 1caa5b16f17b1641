//! `replace`.

use std::sync::Arc;

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter};
use crate::regex::Regex;
use crate::types::Kind;
use crate::value::Map;
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
    let pairs = match arguments.required(0)? {
        Value::Map(pairs) => pairs,
        other => return Err(arguments.wrong_kind(0, other)),
    };
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
    let regular = matches!(arguments.get(1), Some(Value::Bool(true)));
    let backtracks = evaluation.budget().regex_backtracks;
    let rules = arguments.prepared(|| rules(pairs, regular, backtracks))?;
    replace(arguments.input(), &rules, evaluation)
}

/// One pair: what is looked for, and what takes its place.
enum Rule {
    Text(String, String),
    Regex(Box<Regex>, String),
}

fn rules(pairs: &Map, regular: bool, backtracks: usize) -> Result<Vec<Rule>, Error> {
    let rule = |(from, to): (&crate::Text, &Value)| {
        let to = java::to_text(to);
        Ok(if regular {
            Rule::Regex(Box::new(Regex::new(from, backtracks)?), to)
        } else {
            Rule::Text(from.to_string(), to)
        })
    };
    pairs.iter().map(rule).collect()
}

fn replace(value: &Value, rules: &[Rule], evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    match value {
        Value::Null => Err(Error::new("`replace` cannot be applied to null inside a list or map")),
        Value::List(items) => {
            Ok(Value::list(items.iter().map(|item| replace(item, rules, evaluation)).collect::<Result<Vec<_>, _>>()?))
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| Ok((key.clone(), replace(value, rules, evaluation)?)));
            Ok(Value::Map(Arc::new(entries.collect::<Result<_, Error>>()?)))
        }
        other => {
            let mut text = java::to_text(other);
            for rule in rules {
                text = match rule {
                    Rule::Text(from, to) => text.replace(from.as_str(), to),
                    Rule::Regex(regex, to) => regex.replace_all(&text, to)?,
                };
                evaluation.spend(text.len() / 64)?;
            }
            Ok(Value::from(text))
        }
    }
}
