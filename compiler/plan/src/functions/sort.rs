//! `sort`, `rsort` and `reverse`, which change the list itself, as in Java.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::{Kind, Type};

/// `[3, 1, 2] | sort`.
pub(super) static SORT: Function = Function {
    doc: "Upper case comes before lower case. Elements of different types cannot be sorted.",
    extra: Extra::Ignored,
    returns: Returns::Computed(same),
    examples: &[Example { template: "{{ [3, 1, 2] | sort }}", result: "[1,2,3]" }],
    input: &[Kind::List, Kind::Array, Kind::Null],
    ..Function::new(Form::Filter, "sort", "Sorts a list, smallest first.", sort)
};

/// `[3, 1, 2] | rsort`.
pub(super) static RSORT: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Computed(same),
    examples: &[Example { template: "{{ [3, 1, 2] | rsort }}", result: "[3,2,1]" }],
    input: &[Kind::List, Kind::Null],
    ..Function::new(Form::Filter, "rsort", "Sorts a list, largest first.", rsort)
};

/// `[3, 1, 2] | reverse`.
pub(super) static REVERSE: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Computed(same),
    examples: &[Example { template: "{{ [3, 1, 2] | reverse }}", result: "[2,1,3]" }],
    input: &[Kind::List, Kind::Null],
    ..Function::new(Form::Filter, "reverse", "Turns a list around.", reverse)
};

fn same(input: Option<&Type>, _: &[Option<Type>]) -> Type {
    input.cloned().unwrap_or(Type::Unknown)
}

fn sort(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    match arguments.input() {
        Value::Array(items) => Ok(Value::Array(Arc::new(sorted(items)?))),
        _ => change(arguments, evaluation, sorted),
    }
}

fn rsort(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    change(arguments, evaluation, |items| {
        let mut items = sorted(items)?;
        items.reverse();
        Ok(items)
    })
}

fn reverse(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    change(arguments, evaluation, |items| Ok(items.iter().rev().cloned().collect()))
}

fn change(
    arguments: &Arguments<'_>,
    evaluation: &mut Evaluation<'_>,
    of: fn(&[Value]) -> Result<Vec<Value>, Error>,
) -> Result<Value, Error> {
    match arguments.input() {
        Value::Null => Ok(Value::Null),
        Value::List(items) => {
            evaluation.spend(items.len())?;
            let changed = Value::list(of(items)?);
            if arguments.input_is_held() {
                evaluation.replace_in_place(arguments.input(), &changed)?;
            }
            Ok(changed)
        }
        _ => Err(arguments.wrong_input()),
    }
}

fn sorted(items: &[Value]) -> Result<Vec<Value>, Error> {
    let mut items = items.to_vec();
    let mut failed = None;
    items.sort_by(|left, right| {
        compare(left, right).unwrap_or_else(|| {
            failed.get_or_insert_with(|| (left.clone(), right.clone()));
            Ordering::Equal
        })
    });
    match failed {
        None => Ok(items),
        Some((left, right)) => Err(Error::new(match (&left, &right) {
            (Value::Int(_), Value::Long(_)) | (Value::Long(_), Value::Int(_)) => {
                "integers of 32 bits, as in JSON, and of 64 bits, as literals are, cannot be put in an order".to_owned()
            }
            _ => format!("{} and {} cannot be put in an order", left.words(), right.words()),
        })),
    }
}

/// Java's natural order; `None` where a class has none, or two classes differ.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Long(left), Value::Long(right)) => Some(left.cmp(right)),
        (Value::Float(left), Value::Float(right)) => Some(left.total_cmp(right)),
        (Value::Double(left), Value::Double(right)) => Some(left.total_cmp(right)),
        (Value::Big(left), Value::Big(right)) => left.compare(right),
        (Value::Char(left), Value::Char(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.encode_utf16().cmp(right.encode_utf16())),
        (Value::Instant(left), Value::Instant(right)) | (Value::JavaDate(left), Value::JavaDate(right)) => {
            Some(left.cmp(right))
        }
        (Value::Zoned(left), Value::Zoned(right)) => Some(left.cmp(right)),
        (Value::LocalDateTime(left), Value::LocalDateTime(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        (Value::Duration(left), Value::Duration(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
