//! `default`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns, Undefined};
use crate::types::{Kind, Type};

/// `x | default('y')`.
pub(super) static FILTER: Function = Function {
    doc: "Also replaces blank text and empty lists and maps; `false` and `0` stay.",
    undefined: Undefined::IsNull,
    parameters: &[Parameter::optional("default", Kind::ANY, "null", "What takes the place of the input.")],
    returns: Returns::Computed(returns),
    examples: &[Example { template: "{{ missing | default('none') }}", result: "none" }],
    ..Function::new(Form::Filter, "default", "Replaces what is undefined, null or empty.", call)
};

fn returns(input: Option<&Type>, arguments: &[Option<Type>]) -> Type {
    let input = input.cloned().unwrap_or_default();
    match arguments {
        [Some(default)] => Type::union([input, default.clone()]),
        _ => input,
    }
}

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let is_empty = match arguments.input() {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(items) | Value::Set(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Table(entries) => entries.is_empty(),
        _ => false,
    };
    Ok(if is_empty { arguments.get(0).cloned().unwrap_or_default() } else { arguments.input().clone() })
}
