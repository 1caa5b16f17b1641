//! `encrypt` and `decrypt`.

use aes_gcm::aead::{Aead, Nonce};
use aes_gcm::aes::Aes192;
use aes_gcm::aes::cipher::consts::U12;
use aes_gcm::{Aes128Gcm, Aes256Gcm, AesGcm, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;

const KEY: Parameter = Parameter::required("key", Kind::TEXT, "The key: 16, 24 or 32 bytes in base64.");

/// `encrypt(key, plaintext)`.
pub(super) static ENCRYPT: Function = Function {
    doc: "AES-GCM with a random start, in base64. Null and empty text stay as they are.",
    parameters: &[KEY, Parameter::required("plaintext", &[Kind::Text, Kind::Null], "What nobody else shall read.")],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example {
        template: "{% set key = 'I6EGNzRESu3X3pKZidrqCGOHQFUFC0yK' %}{{ decrypt(key, encrypt(key, 'hello')) }}",
        result: "hello",
    }],
    purity: Purity::World,
    ..Function::new(Form::Function, "encrypt", "Encrypts a text.", encrypt)
};

/// `decrypt(key, encrypted)`.
pub(super) static DECRYPT: Function = Function {
    doc: "Null and empty text stay as they are.",
    parameters: &[KEY, Parameter::required("encrypted", &[Kind::Text, Kind::Null], "What `encrypt()` gave.")],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ decrypt('I6EGNzRESu3X3pKZidrqCGOHQFUFC0yK', '') | length }}", result: "0" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "decrypt", "Decrypts what `encrypt()` gave.", decrypt)
};

/// How long the random start is.
const START: usize = 12;

/// A key of one of the three lengths.
enum Cipher {
    Short(Box<Aes128Gcm>),
    Middle(Box<AesGcm<Aes192, U12>>),
    Long(Box<Aes256Gcm>),
}

impl Cipher {
    fn of(key: &str) -> Result<Self, Error> {
        let bytes = STANDARD.decode(key).map_err(|_| Error::new("the key is no base64"))?;
        let short = || Aes128Gcm::new_from_slice(&bytes).map(|cipher| Self::Short(Box::new(cipher)));
        let middle = || AesGcm::<Aes192, U12>::new_from_slice(&bytes).map(|cipher| Self::Middle(Box::new(cipher)));
        let long = || Aes256Gcm::new_from_slice(&bytes).map(|cipher| Self::Long(Box::new(cipher)));
        short().or_else(|_| middle()).or_else(|_| long()).map_err(|_| {
            Error::new(format!("the key must be 16, 24 or 32 bytes in base64, and it is {} bytes", bytes.len()))
        })
    }

    fn encrypt(&self, start: [u8; START], text: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Short(cipher) => cipher.encrypt(&Nonce::<Aes128Gcm>::from(start), text),
            Self::Middle(cipher) => cipher.encrypt(&Nonce::<AesGcm<Aes192, U12>>::from(start), text),
            Self::Long(cipher) => cipher.encrypt(&Nonce::<Aes256Gcm>::from(start), text),
        }
        .ok()
    }

    fn decrypt(&self, start: [u8; START], bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Short(cipher) => cipher.decrypt(&Nonce::<Aes128Gcm>::from(start), bytes),
            Self::Middle(cipher) => cipher.decrypt(&Nonce::<AesGcm<Aes192, U12>>::from(start), bytes),
            Self::Long(cipher) => cipher.decrypt(&Nonce::<Aes256Gcm>::from(start), bytes),
        }
        .ok()
    }
}

/// The text argument; `Err` gives back null and empty text.
fn text<'a>(arguments: &Arguments<'a>) -> Result<Result<&'a str, Value>, Error> {
    match arguments.required(1)? {
        Value::Null => Ok(Err(Value::Null)),
        Value::Text(text) if text.is_empty() => Ok(Err(Value::Text(text.clone()))),
        Value::Text(text) => Ok(Ok(text)),
        other => Err(arguments.wrong_kind(1, other)),
    }
}

fn encrypt(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let key = arguments.text(0)?;
    let text = match text(arguments)? {
        Ok(text) => text,
        Err(unchanged) => return Ok(unchanged),
    };
    let mut start = [0; START];
    evaluation.world().random(&mut start)?;
    let encrypted = Cipher::of(key)?.encrypt(start, text.as_bytes());
    let encrypted = encrypted.ok_or_else(|| Error::new("the text is too long to be encrypted"))?;
    Ok(Value::from(STANDARD.encode([start.as_slice(), &encrypted].concat())))
}

fn decrypt(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let key = arguments.text(0)?;
    let text = match text(arguments)? {
        Ok(text) => text,
        Err(unchanged) => return Ok(unchanged),
    };
    let bytes = STANDARD.decode(text).map_err(|_| Error::new("what should be decrypted is no base64"))?;
    let wrong = || Error::new("the text was not encrypted with this key");
    let (start, encrypted) = bytes.split_first_chunk::<START>().ok_or_else(wrong)?;
    let decrypted = Cipher::of(key)?.decrypt(*start, encrypted).and_then(|bytes| String::from_utf8(bytes).ok());
    let decrypted = decrypted.ok_or_else(wrong)?;
    evaluation.mask(&decrypted);
    Ok(Value::from(decrypted))
}
