//! `abs`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;
use crate::value::Big;

/// `-2.5 | abs`.
pub(super) static FILTER: Function = Function {
    input: Kind::NUMBER,
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::NUMBER),
    examples: &[Example { template: "{{ (-2.5) | abs }}", result: "2.5" }],
    ..Function::new(Form::Filter, "abs", "The distance of a number from zero.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(match arguments.input() {
        Value::Int(value) => Value::Int(value.wrapping_abs()),
        Value::Long(value) => Value::Long(value.wrapping_abs()),
        Value::Float(value) => Value::Float(value.abs()),
        Value::Double(value) => Value::Double(value.abs()),
        Value::Big(value) => Value::Big(std::sync::Arc::new(match &**value {
            Big::Integer(value) => Big::Integer(value.magnitude().clone().into()),
            Big::Decimal { unscaled, scale } => {
                Big::Decimal { unscaled: unscaled.magnitude().clone().into(), scale: *scale }
            }
        })),
        _ => return Err(arguments.wrong_input()),
    })
}
