//! `jq`.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::jq::{Carrier, Nulls, Program};
use crate::types::Kind;
use crate::{Value, json};

/// `value | jq('.a')`.
pub(super) static FILTER: Function = Function {
    doc: "All results come back in a list: `| first` takes the only one. Text is read as JSON first. Null entries of maps are gone, as in all JSON.\n\nA program may spend what is left of the expression's fuel, and cannot reach the environment, the clock or files.",
    parameters: &[
        Parameter::required("expression", Kind::TEXT, "The program, in the language of jq 1.6.").checked(check)
    ],
    returns: Returns::Kinds(&[Kind::List, Kind::Null]),
    examples: &[
        Example { template: "{{ [3, 1, 2] | jq('map(select(. > 1))') | first }}", result: "[3,2]" },
        Example { template: "{{ '{\"a\": {\"b\": 1}}' | jq('.a.b') }}", result: "[1]" },
    ],
    ..Function::new(Form::Filter, "jq", "Runs a jq program and gives the list of its results.", call)
};

fn check(program: &Value) -> Result<(), String> {
    let Some(program) = program.as_str() else { return Ok(()) };
    Program::compile(program).map(drop).map_err(|mistake| format!("this is no jq program: {}", mistake.message))
}

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
    let source = arguments.text(0)?;
    let program = arguments.prepared(|| {
        Program::compile(source)
            .map_err(|mistake| Error::new(format!("`{source}` is no jq program: {}", mistake.message)))
    })?;
    let mut carrier = Carrier { dialect: evaluation.dialect(), zone: evaluation.zone(), nulls: Nulls::Dropped };
    let parsed;
    let input = match arguments.input() {
        Value::Text(text) => {
            let read = json::read(text);
            parsed =
                read.map_err(|mistake| Error::new(format!("`jq` reads text as JSON, and this is none: {mistake}")))?.0;
            carrier.nulls = Nulls::Kept;
            &parsed
        }
        other => other,
    };
    let before = evaluation.fuel();
    let (results, left) = program.run(input, carrier, before)?;
    evaluation.spend(usize::try_from(before - left).unwrap_or(usize::MAX))?;
    Ok(Value::list(results))
}
