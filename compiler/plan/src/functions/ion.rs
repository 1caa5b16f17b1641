//! `toIon` and `fromIon`.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Parameter, Returns};
use crate::types::{Kind, Type};
use crate::{Value, ion};

/// `value | toIon`.
pub(super) static TO_ION: Function = Function {
    doc: "The form Kestra keeps its data files in.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(Kind::TEXT),
    examples: &[Example { template: "{{ {'a': 1.5} | toIon }}", result: "{a:1.5e0}" }],
    ..Function::new(Form::Filter, "toIon", "Writes a value as Ion.", write)
};

/// `fromIon(text)`.
pub(super) static FROM_ION: Function = Function {
    doc: "Data files hold one value on each line: the first comes back, or with `allRows` a list of all.",
    parameters: &[
        Parameter::required("ion", &[Kind::Text, Kind::Null, Kind::Bytes], "Ion in text form."),
        Parameter::optional("allRows", Kind::BOOL, "false", "Whether all values are read."),
    ],
    returns: Returns::Computed(returns),
    examples: &[
        Example { template: "{{ fromIon('{a:1} {a:2}').a }}", result: "1" },
        Example { template: "{{ fromIon('{a:1} {a:2}', allRows=true) }}", result: "[{\"a\":1},{\"a\":2}]" },
    ],
    ..Function::new(Form::Function, "fromIon", "Reads Ion.", read)
};

fn returns(_: Option<&Type>, _: &[Option<Type>]) -> Type {
    Type::Unknown
}

fn write(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let text = ion::to_text(arguments.input());
    evaluation.spend(text.len() / 64)?;
    Ok(Value::from(text))
}

fn read(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let text = match arguments.required(0)? {
        Value::Null => return Ok(Value::Null),
        Value::Text(text) => text.to_string(),
        Value::Bytes(bytes) => {
            String::from_utf8(bytes.to_vec()).map_err(|_| Error::new("only Ion in text form can be read"))?
        }
        other => return Err(arguments.wrong_kind(0, other)),
    };
    let all = match arguments.get(1) {
        None => false,
        Some(Value::Bool(all)) => *all,
        Some(other) => return Err(arguments.wrong_kind(1, other)),
    };
    evaluation.spend(text.len() / 64)?;
    let mut rows = ion::rows(&text).map(|row| row.map_err(|mistake| Error::new(format!("this is no Ion: {mistake}"))));
    if all {
        return rows.collect::<Result<Vec<_>, _>>().map(Value::list);
    }
    rows.next().unwrap_or(Ok(Value::Null))
}
