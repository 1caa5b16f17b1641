//! `yaml`, the filter and the function.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Parameter, Purity, Returns};
use crate::types::{Kind, Type};
use crate::{Value, yaml};

/// `value | yaml`.
pub(super) static FILTER: Function = Function {
    doc: "Ends with a line break; null is just `null`.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::TEXT),
    examples: &[Example { template: "{{ {'a': ['x', 1]} | yaml }}", result: "a:\n - x\n - 1\n" }],
    ..Function::new(Form::Filter, "yaml", "Writes a value as YAML.", write)
};

/// `yaml(text)`.
pub(super) static FUNCTION: Function = Function {
    doc: "Anchors and aliases are not followed, and dates stay text.",
    parameters: &[Parameter::required("yaml", Kind::TEXT, "YAML.")],
    returns: Returns::Computed(returns),
    examples: &[Example { template: "{{ yaml('a: [1, x]').a }}", result: "[1,\"x\"]" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "yaml", "Reads YAML.", read)
};

fn returns(_: Option<&Type>, _: &[Option<Type>]) -> Type {
    Type::Unknown
}

fn write(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::text("null"));
    }
    let text = yaml::to_text(arguments.input());
    evaluation.spend(text.len() / 64)?;
    Ok(Value::from(text))
}

fn read(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Value::Text(text) = arguments.required(0)? else {
        return Err(arguments.wrong_kind(0, arguments.required(0)?));
    };
    evaluation.spend(text.len() / 64)?;
    evaluation.world().yaml(text)
}
