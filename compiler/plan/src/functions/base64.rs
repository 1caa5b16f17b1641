//! `base64encode` and `base64decode`.

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use base64::{DecodeError, Engine as _};

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// Padding may be left out and bits be left over, as Java's decoder allows.
const DECODER: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// `'test' | base64encode`.
pub(super) static ENCODE: Function = Function {
    doc: "Other values are printed first.",
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'test' | base64encode }}", result: "dGVzdA==" }],
    ..Function::new(Form::Filter, "base64encode", "Writes text in Base64.", encode)
};

/// `'dGVzdA==' | base64decode`.
pub(super) static DECODE: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'dGVzdA==' | base64decode }}", result: "test" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(Form::Filter, "base64decode", "Reads text from Base64.", decode)
};

fn encode(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(input::printed(arguments).map_or(Value::Null, |text| Value::from(BASE64_STANDARD.encode(text))))
}

fn decode(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    let decoded = if is_cut(text) { Err(DecodeError::InvalidPadding) } else { DECODER.decode(text) };
    let bytes = decoded.map_err(|error| Error::new(wrong(&error)))?;
    Ok(Value::from(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Whether padding was begun and not brought to its end: it may be missing, but not in part.
fn is_cut(text: &str) -> bool {
    let letters = text.trim_end_matches('=').len();
    letters < text.len() && !text.len().is_multiple_of(4)
}

/// What is wrong, without a letter of what may be a secret.
fn wrong(error: &DecodeError) -> String {
    match error {
        DecodeError::InvalidByte(at, _) | DecodeError::InvalidLastSymbol(at, _) => {
            format!("the text is no Base64 from byte {at} on")
        }
        DecodeError::InvalidLength(_) | DecodeError::InvalidPadding => {
            "the text is no Base64: its end is cut off".to_owned()
        }
    }
}
