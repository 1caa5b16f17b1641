//! `urlencode` and `urldecode`.

use super::input;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;
use crate::{Value, percent};

/// `'a b&c' | urlencode`.
pub(super) static ENCODE: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a b&c' | urlencode }}", result: "a+b%26c" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "urlencode", "Writes text as a form in an address does.", encode)
};

/// `'a+b%26c' | urldecode`.
pub(super) static DECODE: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a+b%26c' | urldecode }}", result: "a b&c" }],
    ..Function::new(Form::Filter, "urldecode", "Reads text as a form in an address writes it.", decode)
};

fn encode(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    Ok(Value::from(percent::encode_as_java(text)))
}

fn decode(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let code = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
                bytes.push(
                    code.ok_or_else(|| Error::new("a `%` in the text is not followed by two hexadecimal digits"))?,
                );
            }
            other => bytes.push(other),
        }
    }
    Ok(Value::from(String::from_utf8_lossy(&bytes).into_owned()))
}
