//! `toJson` and `fromJson`, and `json`, which both were called before.

use std::sync::Arc;

use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Parameter, Returns};
use crate::types::{Kind, Type};
use crate::{Value, json};

/// `value | toJson`.
pub(super) static TO_JSON: Function = Function {
    doc: "Null entries of maps are left out, null elements of lists stay.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::TEXT),
    examples: &[Example { template: "{{ {'a': [1, 2.0, null]} | toJson }}", result: "{\"a\":[1,2.0,null]}" }],
    ..Function::new(Form::Filter, "toJson", "Writes a value as JSON.", write)
};

/// `value | json`.
pub(super) static JSON_FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::TEXT),
    until: Some(Version::new(2, 0)),
    deprecated: Some("`toJson` writes JSON"),
    examples: &[Example { template: "{{ [1] | json }}", result: "[1]" }],
    ..Function::new(Form::Filter, "json", "Writes a value as JSON.", write)
};

const TEXT: &[Parameter] =
    &[Parameter::required("json", &[Kind::Text, Kind::Null], "JSON; what follows the first value is ignored.")];

/// `fromJson(text)`.
pub(super) static FROM_JSON: Function = Function {
    doc: "Null stays null.",
    parameters: TEXT,
    returns: Returns::Computed(returns),
    examples: &[Example { template: "{{ fromJson('{\"a\": [1, 2]}').a[1] }}", result: "2" }],
    ..Function::new(Form::Function, "fromJson", "Reads JSON.", read)
};

/// `json(text)`.
pub(super) static JSON_FUNCTION: Function = Function {
    parameters: TEXT,
    returns: Returns::Computed(returns),
    until: Some(Version::new(2, 0)),
    deprecated: Some("`fromJson()` reads JSON"),
    examples: &[Example { template: "{{ json('[1, 2]')[0] }}", result: "1" }],
    ..Function::new(Form::Function, "json", "Reads JSON.", read)
};

fn returns(_: Option<&Type>, _: &[Option<Type>]) -> Type {
    Type::Unknown
}

fn write(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let text = json::to_text(arguments.input(), evaluation.dialect(), evaluation.zone());
    evaluation.spend(text.len() / 64)?;
    Ok(Value::from(text))
}

fn read(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    match arguments.required(0)? {
        Value::Null => Ok(Value::Null),
        Value::Text(text) => {
            evaluation.spend(text.len() / 64)?;
            let prepared = arguments.prepared(|| {
                json::read(text)
                    .map(|(value, _)| value)
                    .map_err(|mistake| Error::new(format!("this is no JSON: {mistake}")))
            })?;
            Ok(Arc::unwrap_or_clone(prepared))
        }
        other => Err(arguments.wrong_kind(0, other)),
    }
}
