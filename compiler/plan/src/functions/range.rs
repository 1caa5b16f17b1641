//! `range`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation, Limit};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::{Kind, Type};

/// `range(1, 5)`, and what `1..5` means.
pub(super) static FUNCTION: Function = Function {
    doc: "Both ends belong to it. Two texts of one character give the characters between them.",
    parameters: &[
        Parameter::required("start", &[Kind::Int, Kind::Float, Kind::Text], "The first."),
        Parameter::required("end", &[Kind::Int, Kind::Float, Kind::Text], "The last, where the steps reach it."),
        Parameter::optional("increment", Kind::NUMBER, "1", "The step; negative to count down, never 0."),
    ],
    returns: Returns::Computed(returns),
    examples: &[
        Example { template: "{{ range(1, 4) }}", result: "[1,2,3,4]" },
        Example { template: "{{ range(10, 0, -5) }}", result: "[10,5,0]" },
        Example { template: "{{ range('a', 'c') | join('') }}", result: "abc" },
    ],
    ..Function::new(Form::Function, "range", "Numbers from one to another.", call)
};

fn returns(_: Option<&Type>, arguments: &[Option<Type>]) -> Type {
    let text = arguments.first().is_some_and(|start| matches!(start, Some(Type::Text | Type::Enumeration(_))));
    Type::List(std::sync::Arc::new(if text { Type::Text } else { Type::Int }))
}

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let (start, end) = (arguments.get(0).unwrap_or(&Value::Null), arguments.get(1).unwrap_or(&Value::Null));
    let step = match arguments.get(2) {
        None | Some(Value::Null) => 1,
        Some(step) => step.to_i64().ok_or_else(|| arguments.wrong_kind(2, step))?,
    };
    let (from, to, characters) = match (start, end) {
        (Value::Text(from), Value::Text(to)) => match (single(from), single(to)) {
            (Some(from), Some(to)) => (from, to, true),
            _ => return Err(Error::new("texts in `range` must have exactly one character")),
        },
        (from, to) => match (from.to_i64(), to.to_i64()) {
            (Some(from), Some(to)) => (from, to, false),
            _ => return Err(Error::new("`range` goes from number to number, or from character to character")),
        },
    };
    if step == 0 {
        return Err(Error::new("the `increment` of `range` must not be 0"));
    }
    let distance = if step > 0 { i128::from(to) - i128::from(from) } else { i128::from(from) - i128::from(to) };
    if distance < 0 {
        return Ok(Value::list([]));
    }
    let count = distance / i128::from(step).abs() + 1;
    let most = evaluation.budget().range;
    if count > i128::from(most) {
        let message = format_args!("`range` cannot give more than {most} elements, and this would give {count}");
        return Err(Error::limit(Limit::Range, message));
    }
    evaluation.spend(count as usize)?;
    let value = |index: i128| {
        let value = (i128::from(from) + index * i128::from(step)) as i64;
        if characters {
            Value::Char(u32::try_from(value).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
        } else {
            Value::Long(value)
        }
    };
    Ok(Value::list((0..count).map(value)))
}

/// The number of a character that is alone.
fn single(text: &str) -> Option<i64> {
    let mut units = text.encode_utf16();
    let first = units.next()?;
    units.next().is_none().then_some(i64::from(first))
}
