//! `md5`, `sha1`, `sha256` and `sha512`.

use sha2::Digest;

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `'a' | md5`.
pub(super) static MD5: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a' | md5 }}", result: "0cc175b9c0f1b6a831c399e269772661" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "md5", "The MD5 hash of a text, in hexadecimal.", hash::<md5::Md5>)
};

/// `'a' | sha1`.
pub(super) static SHA1: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a' | sha1 }}", result: "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "sha1", "The SHA-1 hash of a text, in hexadecimal.", hash::<sha1::Sha1>)
};

/// `'a' | sha256`.
pub(super) static SHA256: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example {
        template: "{{ 'a' | sha256 }}",
        result: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "sha256", "The SHA-256 hash of a text, in hexadecimal.", hash::<sha2::Sha256>)
};

/// `'a' | sha512 | length`.
pub(super) static SHA512: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'a' | sha512 | length }}", result: "128" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "sha512", "The SHA-512 hash of a text, in hexadecimal.", hash::<sha2::Sha512>)
};

fn hash<D: Digest>(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    let digest = D::digest(text.as_bytes());
    let mut out = String::with_capacity(digest.len() * 2);
    for byte in digest.iter() {
        out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or_default());
        out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or_default());
    }
    Ok(Value::from(out))
}
