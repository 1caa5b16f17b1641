//! `max` and `min`.

use std::cmp::Ordering;

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::{Kind, Type};

/// `max(a, b, …)`.
pub(super) static MAX: Function = Function {
    doc: "Null is passed over. A single argument comes back as it is, even a list.",
    extra: Extra::Collected,
    returns: Returns::Computed(returns),
    examples: &[Example { template: "{{ max(1, 5, 3) }}", result: "5" }],
    ..Function::new(Form::Function, "max", "The largest of several numbers.", max)
};

/// `min(a, b, …)`.
pub(super) static MIN: Function = Function {
    doc: "Null is passed over. A single argument comes back as it is, even a list.",
    extra: Extra::Collected,
    returns: Returns::Computed(returns),
    examples: &[Example { template: "{{ min(1, 5, 3) }}", result: "1" }],
    ..Function::new(Form::Function, "min", "The smallest of several numbers.", min)
};

fn returns(_: Option<&Type>, _: &[Option<Type>]) -> Type {
    Type::union([Type::from_kind(Kind::Int), Type::from_kind(Kind::Float), Type::Unknown])
}

fn max(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    extreme(arguments, Ordering::Greater)
}

fn min(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    extreme(arguments, Ordering::Less)
}

/// The first of the arguments that no later one surpasses.
fn extreme(arguments: &Arguments<'_>, wanted: Ordering) -> Result<Value, Error> {
    let mut best = &Value::Null;
    for candidate in arguments.rest() {
        if best.is_null() {
            best = candidate;
        } else if !candidate.is_null() {
            let numbers = (candidate.as_f64(), best.as_f64());
            let (Some(candidate_number), Some(best_number)) = numbers else {
                let wrong = if numbers.0.is_none() { candidate } else { best };
                let kind = wrong.words();
                return Err(Error::new(format!("only numbers can be compared by `max` and `min`, and this is {kind}")));
            };
            if candidate_number.partial_cmp(&best_number) == Some(wanted) {
                best = candidate;
            }
        }
    }
    Ok(best.clone())
}
