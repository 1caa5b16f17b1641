//! `abbreviate`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;

/// `'A long title' | abbreviate(9)`.
pub(super) static FILTER: Function = Function {
    doc: "Text of exactly that length is cut too; text of three characters or fewer never is.",
    parameters: &[Parameter::required("length", Kind::INT, "How long the result may be, with the dots.")],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'A long title' | abbreviate(9) }}", result: "A long..." }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "abbreviate", "Cuts text that is too long, with three dots at its end.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    let length = match arguments.required(0)? {
        Value::Long(length) => *length,
        // Java casts it to a `Long`, so that an `Integer` from JSON is refused.
        other => return Err(arguments.wrong_kind(0, other)),
    };
    let length = usize::try_from(length).map_err(|_| Error::new("`length` of `abbreviate` must not be negative"))?;
    let units: Vec<u16> = text.encode_utf16().collect();
    if units.len() < length || units.len() <= 3 {
        return Ok(arguments.input().clone());
    }
    let cut = |end: usize| String::from_utf16_lossy(&units[..end.min(units.len())]);
    Ok(Value::from(if length <= 3 { cut(length) } else { cut(length - 3) + "..." }))
}
