//! What operators do with values: Java's arithmetic, equality and order as Pebble applies them.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Error;
use crate::Value;
use crate::java;
use crate::template::{Comparable, Operator, Order};
use crate::value::Big;

/// Applies an operator to both of its sides.
///
/// # Errors
///
/// Where the operator does not work for the values.
pub fn apply(operator: Operator, left: &Value, right: &Value) -> Result<Value, Error> {
    match operator {
        Operator::Add => add(left, right),
        Operator::Subtract => match left {
            Value::List(items) => Ok(without(items, right)),
            _ => arithmetic(operator, left, right),
        },
        Operator::Multiply | Operator::Divide | Operator::Remainder => arithmetic(operator, left, right),
        Operator::Equal => Ok(Value::Bool(equal(left, right))),
        Operator::NotEqual => Ok(Value::Bool(!equal(left, right))),
        Operator::Order(order, comparable) => ordered(order, comparable, left, right).map(Value::Bool),
        Operator::Contains => contains(left, right).map(Value::Bool),
        Operator::IsIn => is_in(left, right).map(Value::Bool),
    }
}

/// What a value counts for in `and`, `or`, `not`, `? :` and `{% if %}`.
///
/// # Errors
///
/// For everything but booleans, numbers and text. Whoever accepts null looks for it first.
pub fn truth(value: &Value) -> Result<bool, Error> {
    match value {
        Value::Bool(value) => Ok(*value),
        Value::Text(text) => Ok(!text.is_empty()),
        other => match other.as_f64() {
            Some(number) => Ok(number != 0.0),
            None => Err(Error::new(format!("{} is neither true nor false", other.words()))),
        },
    }
}

fn add(left: &Value, right: &Value) -> Result<Value, Error> {
    match (left, right) {
        (Value::Text(_) | Value::Markup(_), _) | (_, Value::Text(_) | Value::Markup(_)) => {
            let mut text = String::new();
            java::write(left, &mut text);
            java::write(right, &mut text);
            Ok(text.into())
        }
        (Value::List(items), Value::List(more) | Value::Set(more)) => {
            Ok(Value::list(items.iter().chain(more.iter()).cloned()))
        }
        (Value::List(items), one) => Ok(Value::list(items.iter().chain(std::iter::once(one)).cloned())),
        _ => arithmetic(Operator::Add, left, right),
    }
}

/// A list without an element, or without all elements of another.
fn without(items: &Arc<Vec<Value>>, right: &Value) -> Value {
    match right {
        Value::List(all) | Value::Set(all) => Value::list(items.iter().filter(|item| !all.contains(item)).cloned()),
        one => {
            let mut items = items.as_ref().clone();
            if let Some(found) = items.iter().position(|item| item == one) {
                items.remove(found);
            }
            Value::List(Arc::new(items))
        }
    }
}

/// A number on one side of an operator.
enum Number {
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Big(f64),
}

impl Number {
    /// Numbers as they are; text is read as one (Pebble 4.1.2: with a point or an exponent a double, else a long).
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(value) => Some(Self::Int(*value)),
            Value::Long(value) => Some(Self::Long(*value)),
            Value::Float(value) => Some(Self::Float(*value)),
            Value::Double(value) => Some(Self::Double(*value)),
            Value::Big(value) => match value.as_ref() {
                // `intValue()` of a BigInteger: its lowest 32 bits.
                Big::Integer(integer) => Some(Self::Int(low_bits(integer))),
                Big::Decimal { .. } => Some(Self::Big(value.to_f64())),
            },
            Value::Text(text) if text.contains(['.', 'e', 'E']) => double_of(text).map(Self::Double),
            Value::Text(text) => text.parse().ok().map(Self::Long),
            _ => None,
        }
    }

    fn as_f64(&self) -> f64 {
        match self {
            Self::Int(value) => f64::from(*value),
            Self::Long(value) => *value as f64,
            Self::Float(value) => f64::from(*value),
            Self::Double(value) | Self::Big(value) => *value,
        }
    }

    fn as_f32(&self) -> f32 {
        match self {
            Self::Int(value) => *value as f32,
            Self::Long(value) => *value as f32,
            Self::Float(value) => *value,
            Self::Double(value) | Self::Big(value) => *value as f32,
        }
    }

    fn as_i64(&self) -> i64 {
        match self {
            Self::Int(value) => i64::from(*value),
            Self::Long(value) => *value,
            Self::Float(value) => *value as i64,
            Self::Double(value) | Self::Big(value) => *value as i64,
        }
    }
}

/// As `Double.parseDouble`: blanks around it and a type suffix are fine.
fn double_of(text: &str) -> Option<f64> {
    let text = text.trim_matches(|char: char| char <= ' ');
    text.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(text).parse().ok()
}

fn low_bits(integer: &num_bigint::BigInt) -> i32 {
    integer.iter_u32_digits().next().map_or(0, |digit| {
        let digit = digit.cast_signed();
        if integer.sign() == num_bigint::Sign::Minus { digit.wrapping_neg() } else { digit }
    })
}

fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Result<Value, Error> {
    let number = |value: &Value, side: &str| {
        Number::of(value).ok_or_else(|| {
            let (symbol, kind) = (operator.symbol(), value.words());
            Error::new(format!("`{symbol}` needs numbers, and its {side} side is {kind}"))
        })
    };
    let (left, right) = (number(left, "left")?, number(right, "right")?);
    match (&left, &right) {
        (Number::Big(_), _) | (_, Number::Big(_)) => decimals(operator, left.as_f64(), right.as_f64()),
        (Number::Double(_), _) | (_, Number::Double(_)) => {
            let (left, right) = (left.as_f64(), right.as_f64());
            Ok(Value::Double(match operator {
                Operator::Add => left + right,
                Operator::Subtract => left - right,
                Operator::Divide => left / right,
                Operator::Remainder => left % right,
                _ => left * right,
            }))
        }
        (Number::Float(_), _) | (_, Number::Float(_)) => {
            let (left, right) = (left.as_f32(), right.as_f32());
            Ok(Value::Float(match operator {
                Operator::Add => left + right,
                Operator::Subtract => left - right,
                Operator::Divide => left / right,
                Operator::Remainder => left % right,
                _ => left * right,
            }))
        }
        // Two 32-bit integers wrap at 32 bits, and only then become 64 bits wide.
        (Number::Int(left), Number::Int(right)) => {
            let by_zero = matches!(operator, Operator::Divide | Operator::Remainder) && *right == 0;
            if by_zero {
                return Err(Error::new(format!("`{}` by zero", operator.symbol())));
            }
            Ok(Value::Long(i64::from(match operator {
                Operator::Add => left.wrapping_add(*right),
                Operator::Subtract => left.wrapping_sub(*right),
                Operator::Divide => left.wrapping_div(*right),
                Operator::Remainder => left.wrapping_rem(*right),
                _ => left.wrapping_mul(*right),
            })))
        }
        _ => {
            let (left, right) = (left.as_i64(), right.as_i64());
            let by_zero = matches!(operator, Operator::Divide | Operator::Remainder) && right == 0;
            if by_zero {
                return Err(Error::new(format!("`{}` by zero", operator.symbol())));
            }
            Ok(Value::Long(match operator {
                Operator::Add => left.wrapping_add(right),
                Operator::Subtract => left.wrapping_sub(right),
                Operator::Divide => left.wrapping_div(right),
                Operator::Remainder => left.wrapping_rem(right),
                _ => left.wrapping_mul(right),
            }))
        }
    }
}

/// Pebble takes decimals by way of their 64-bit float.
fn decimals(operator: Operator, left: f64, right: f64) -> Result<Value, Error> {
    let decimal = |value: f64| {
        Big::parse(&java::to_text(&Value::Double(value))).ok_or_else(|| Error::new("a decimal must be finite"))
    };
    let (left, right) = (decimal(left)?, decimal(right)?);
    let result = match operator {
        Operator::Add => left.plus(&right),
        Operator::Subtract => left.minus(&right),
        Operator::Divide => left.divided_by(&right),
        Operator::Remainder => left.remainder(&right),
        _ => Some(left.times(&right)),
    };
    let result =
        result.ok_or_else(|| Error::new(format!("`{}` cannot be computed for these decimals", operator.symbol())))?;
    Ok(Value::Big(Arc::new(result)))
}

/// Numbers by value, everything else as Java's `equals`.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::Zoned(left), Value::Zoned(right)) => left == right && left.time_zone() == right.time_zone(),
        // Arrays are equal only to themselves.
        (Value::Array(left), Value::Array(right)) => Arc::ptr_eq(left, right),
        (Value::Text(_) | Value::Null | Value::Bool(_), _) | (_, Value::Text(_) | Value::Null | Value::Bool(_)) => {
            left == right
        }
        _ => match (left.as_f64(), right.as_f64()) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
    }
}

fn ordered(order: Order, comparable: Comparable, left: &Value, right: &Value) -> Result<bool, Error> {
    let holds = |ordering: Option<Ordering>| match (ordering, order) {
        (Some(ordering), Order::Less) => ordering.is_lt(),
        (Some(ordering), Order::LessOrEqual) => ordering.is_le(),
        (Some(ordering), Order::Greater) => ordering.is_gt(),
        (Some(ordering), Order::GreaterOrEqual) => ordering.is_ge(),
        (None, _) => false,
    };
    match (left, right, comparable) {
        (Value::Null, _, _) | (_, Value::Null, _) => Ok(false),
        (Value::Text(left), Value::Text(right), Comparable::NumbersAndTexts) => {
            Ok(holds(Some(left.encode_utf16().cmp(right.encode_utf16()))))
        }
        _ => match (left.as_f64(), right.as_f64()) {
            (Some(left), Some(right)) => Ok(holds(left.partial_cmp(&right))),
            _ => {
                let symbol = Operator::Order(order, comparable).symbol();
                let what = match comparable {
                    Comparable::Numbers => "two numbers",
                    Comparable::NumbersAndTexts => "two numbers or two texts",
                };
                let (left, right) = (left.words(), right.words());
                Err(Error::new(format!("`{symbol}` compares {what}, not {left} and {right}")))
            }
        },
    }
}

fn contains(left: &Value, right: &Value) -> Result<bool, Error> {
    match left {
        Value::Null => Ok(false),
        Value::List(items) | Value::Set(items) | Value::Array(items) => Ok(match right {
            Value::List(all) | Value::Set(all) => all.iter().all(|one| items.contains(one)),
            one => items.contains(one),
        }),
        Value::Map(entries) => Ok(matches!(right, Value::Text(key) if entries.contains_key(key))),
        Value::Table(entries) => Ok(entries.iter().any(|(key, _)| key == right)),
        Value::Text(text) => Ok(match right {
            Value::Text(part) => text.contains(part.as_ref()),
            other => text.contains(&java::to_text(other)),
        }),
        other => Err(Error::new(format!("`contains` looks into lists, maps and text, not into {}", other.words()))),
    }
}

/// By text, so that types do not matter. Only lists and maps hold something, arrays do not, and null among
/// what is compared fails: it has no text.
fn is_in(left: &Value, right: &Value) -> Result<bool, Error> {
    if left.is_null() {
        return Ok(false);
    }
    let text = java::to_text(left);
    let same = |value: &Value| match value {
        Value::Null => Err(Error::new("`isIn` cannot compare with null, which is among the values")),
        Value::Text(other) => Ok(other.as_ref() == text),
        other => Ok(java::to_text(other) == text),
    };
    match right {
        // All of them are printed before the first is compared.
        Value::List(items) | Value::Set(items) => items.iter().try_fold(false, |found, item| Ok(same(item)? || found)),
        Value::Map(entries) => {
            for (key, value) in entries.iter() {
                if key.as_ref() == text || same(value)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Value::Table(entries) => {
            for (key, value) in entries.iter() {
                if same(key)? || same(value)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(operator: Operator, left: impl Into<Value>, right: impl Into<Value>) -> String {
        apply(operator, &left.into(), &right.into())
            .map_or_else(|error| error.to_string(), |value| java::to_text(&value))
    }

    #[test]
    fn integers_wrap_as_wide_as_their_operands() {
        assert_eq!(text(Operator::Multiply, i32::MAX, 2_i32), "-2");
        assert_eq!(text(Operator::Multiply, i32::MAX, 2_i64), "4294967294");
        assert_eq!(text(Operator::Divide, -7_i64, 2_i64), "-3");
        assert_eq!(text(Operator::Remainder, -7_i64, 3_i64), "-1");
        assert_eq!(text(Operator::Divide, i64::MIN, -1_i64), i64::MIN.to_string());
        assert_eq!(text(Operator::Divide, 1_i64, 0_i64), "`/` by zero");
    }

    #[test]
    fn text_counts_as_a_number_except_for_plus() {
        assert_eq!(text(Operator::Multiply, "3.5", 2_i64), "7.0");
        assert_eq!(text(Operator::Add, "3", 4_i64), "34");
        assert_eq!(text(Operator::Subtract, " 3", 1_i64), "`-` needs numbers, and its left side is text");
    }

    #[test]
    fn equality_is_by_value_for_numbers_only() {
        assert!(equal(&Value::Int(1), &Value::Double(1.0)));
        assert!(!equal(&Value::text("1"), &Value::Int(1)));
        assert!(!equal(&Value::list([Value::Int(1)]), &Value::list([Value::Long(1)])));
    }
}
