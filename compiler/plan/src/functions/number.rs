//! `number`.

use std::sync::Arc;

use num_bigint::BigInt;

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;
use crate::value::Big;

/// `'42' | number`.
pub(super) static FILTER: Function =
    Function {
        doc: "Without a type the smallest that holds the number is taken. `0x1F`, `017`, `5L`, `1.5f` and `1e3` are \
          understood.",
        input: &[Kind::Text, Kind::Null],
        parameters: &[Parameter::optional("type", Kind::TEXT, "the smallest", "The Java type of the result.")
            .one_of(&["INT", "LONG", "FLOAT", "DOUBLE", "BIGDECIMAL", "BIGINTEGER"])],
        returns: Returns::Kinds(&[Kind::Int, Kind::Float, Kind::Null]),
        examples: &[Example { template: "{{ ('42' | number) + 1 }}", result: "43" }],
        ..Function::new(Form::Filter, "number", "Reads a number from text.", call)
    };

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let text = match arguments.input() {
        Value::Null => return Ok(Value::Null),
        Value::Text(text) => text,
        _ => return Err(arguments.wrong_input()),
    };
    let kind = match arguments.get(0) {
        None | Some(Value::Null) => "",
        Some(_) => arguments.text(0)?,
    };
    let none = || Error::new(format!("`{text}` is no number"));
    let read = match kind {
        "INT" => decoded(text).and_then(|value| i32::try_from(value).ok()).map(Value::Int),
        "LONG" => decoded(text).and_then(|value| i64::try_from(value).ok()).map(Value::Long),
        "FLOAT" => java_float(text).and_then(|digits| digits.parse().ok()).map(Value::Float),
        "DOUBLE" => java_float(text).and_then(|digits| digits.parse().ok()).map(Value::Double),
        "BIGDECIMAL" => decimal(text).map(|decimal| Value::Big(Arc::new(decimal))),
        "BIGINTEGER" => decoded(text).map(|integer| Value::Big(Arc::new(Big::Integer(integer)))),
        _ => smallest(text),
    };
    read.ok_or_else(none)
}

/// As `Integer.decode`: hexadecimal behind `0x` and `#`, octal behind a zero.
fn decoded(text: &str) -> Option<BigInt> {
    let (sign, digits) = signed(text);
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let (radix, digits) = match hexadecimal.or_else(|| digits.strip_prefix('#')) {
        Some(digits) => (16, digits),
        None if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        None => (10, digits),
    };
    let plain = digits.bytes().all(|digit| digit.is_ascii_alphanumeric());
    if plain { BigInt::parse_bytes(format!("{sign}{digits}").as_bytes(), radix) } else { None }
}

fn signed(text: &str) -> (&'static str, &str) {
    match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Text that `Double.parseDouble` reads, without the letter of its type; surrounding blanks are allowed there.
fn java_float(text: &str) -> Option<&str> {
    let text = text.trim_matches(|letter: char| letter <= ' ');
    if matches!(signed(text).1, "NaN" | "Infinity") {
        return Some(text);
    }
    let digits = text.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(text);
    digits.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)).then_some(digits)
}

fn decimal(text: &str) -> Option<Big> {
    Some(match Big::parse(text)? {
        Big::Integer(unscaled) => Big::Decimal { unscaled, scale: 0 },
        decimal @ Big::Decimal { .. } => decimal,
    })
}

/// As `NumberUtils.createNumber` of Apache Commons Lang decides.
fn smallest(text: &str) -> Option<Value> {
    let (sign, digits) = signed(text);
    let lower = digits.to_ascii_lowercase();
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain || lower.starts_with("0x") || lower.starts_with('#') {
        return decoded(text).map(narrow);
    }
    let suffixed = |suffix: char| lower.strip_suffix(suffix).map(|digits| format!("{sign}{digits}"));
    if let Some(number) = suffixed('l') {
        return number.parse().ok().map(Value::Long);
    }
    if let Some(number) = suffixed('f') {
        return java_float(&number)?.parse().ok().map(Value::Float);
    }
    if let Some(number) = suffixed('d') {
        return java_float(&number)?.parse().ok().map(Value::Double);
    }
    let exact = Big::parse(text)?;
    let significant = exact.parts().0.magnitude().to_string().trim_end_matches('0').len();
    let double: f64 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "whether it loses something is what is asked")]
    let single = double as f32;
    if significant <= 7 && single.is_finite() && (single != 0.0 || double == 0.0) {
        return text.parse().ok().map(Value::Float);
    }
    if significant <= 16 && double.is_finite() {
        return Some(Value::Double(double));
    }
    Some(Value::Big(Arc::new(exact)))
}

/// An integer as narrow as it can be.
fn narrow(value: BigInt) -> Value {
    match (i32::try_from(&value), i64::try_from(&value)) {
        (Ok(small), _) => Value::Int(small),
        (Err(_), Ok(wide)) => Value::Long(wide),
        (Err(_), Err(_)) => Value::Big(Arc::new(Big::Integer(value))),
    }
}
