//! `uuid`, `id`, `ksuid`, `nanoId`, `randomInt` and `randomPort`.

use crate::Value;
use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;

/// `uuid()`.
pub(super) static UUID: Function = Function {
    returns: Returns::Kinds(Kind::TEXT),
    examples: &[Example { template: "{{ uuid() | length }}", result: "36" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "uuid", "A random identifier of 36 characters.", uuid)
};

/// `id()`.
pub(super) static ID: Function = Function {
    returns: Returns::Kinds(Kind::TEXT),
    examples: &[Example { template: "{{ id() | length > 10 }}", result: "true" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "id", "A random identifier of up to 22 letters and digits.", id)
};

/// `ksuid()`.
pub(super) static KSUID: Function = Function {
    doc: "Later ones sort behind earlier ones, to the second.",
    returns: Returns::Kinds(Kind::TEXT),
    examples: &[Example { template: "{{ ksuid() | length }}", result: "27" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "ksuid", "A random identifier that begins with the time.", ksuid)
};

const NANO_ID: &[Parameter] = &[
    Parameter::optional("length", Kind::INT, "21", "How many characters, at most 1000."),
    Parameter::optional(
        "alphabet",
        Kind::TEXT,
        "digits, letters, `-` and `_`",
        "The characters it is made of, best a power of two of them.",
    ),
];

/// `nanoId()`.
pub(super) static NANO_ID_V2: Function = Function {
    parameters: NANO_ID,
    returns: Returns::Kinds(Kind::TEXT),
    since: Version::new(2, 0),
    examples: &[Example { template: "{{ nanoId(length=4, alphabet='x') }}", result: "xxxx" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "nanoId", "A random identifier of any length and alphabet.", nano_id_v2)
};

/// `nanoId()` of 1.x, which also makes empty ones.
pub(super) static NANO_ID_V1: Function = Function {
    parameters: NANO_ID,
    returns: Returns::Kinds(Kind::TEXT),
    until: Some(Version::new(2, 0)),
    examples: &[Example { template: "{{ nanoId(length=4, alphabet='x') }}", result: "xxxx" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "nanoId", "A random identifier of any length and alphabet.", nano_id_v1)
};

/// `randomInt(1, 7)`.
pub(super) static RANDOM_INT: Function = Function {
    doc: "Both bounds must be 64-bit integers: literals are, numbers from JSON are not.",
    parameters: &[
        Parameter::required("lower", Kind::INT, "The smallest."),
        Parameter::required("upper", Kind::INT, "One more than the largest; the same as `lower` gives `lower`."),
    ],
    returns: Returns::Kinds(Kind::INT),
    examples: &[Example { template: "{{ randomInt(3, 4) }}", result: "3" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "randomInt", "A random integer.", random_int)
};

/// `randomPort()`.
pub(super) static RANDOM_PORT: Function = Function {
    returns: Returns::Kinds(Kind::INT),
    examples: &[Example { template: "{{ randomPort() > 0 }}", result: "true" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "randomPort", "A port of this machine that is free now.", random_port)
};

/// Random bytes of which the few that say so are set as RFC 4122 demands of version 4.
fn random_uuid(evaluation: &Evaluation<'_>) -> Result<u128, Error> {
    let mut bytes = [0; 16];
    evaluation.world().random(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Ok(u128::from_be_bytes(bytes))
}

fn uuid(_: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let digits = format!("{:032x}", random_uuid(evaluation)?);
    let (a, b, c, d, e) = (&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]);
    Ok(Value::from(format!("{a}-{b}-{c}-{d}-{e}")))
}

fn id(_: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::from(base62(random_uuid(evaluation)?, 1)))
}

fn ksuid(_: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    /// Where KSUIDs begin to count: 13 May 2014.
    const EPOCH: i64 = 1_400_000_000;
    let seconds = evaluation.world().now()?.as_second() - EPOCH;
    let mut payload = [0; 16];
    evaluation.world().random(&mut payload)?;
    let time = num_bigint::BigUint::from(seconds.max(0) as u32);
    let mut number = (time << 128_u32) + num_bigint::BigUint::from_bytes_be(&payload);
    let mut digits = [b'0'; 27];
    for digit in digits.iter_mut().rev() {
        let rest = &number % 62_u32;
        *digit = BASE62[rest.iter_u32_digits().next().unwrap_or(0) as usize];
        number /= 62_u32;
    }
    Ok(Value::text(String::from_utf8_lossy(&digits)))
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn base62(mut number: u128, width: usize) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.len() < width {
        digits.push(char::from(BASE62[(number % 62) as usize]));
        number /= 62;
    }
    digits.iter().rev().collect()
}

fn nano_id_v1(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    nano_id(arguments, evaluation, 0)
}

fn nano_id_v2(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    nano_id(arguments, evaluation, 1)
}

fn nano_id(arguments: &Arguments<'_>, evaluation: &Evaluation<'_>, shortest: i64) -> Result<Value, Error> {
    // A length of another type is passed over.
    let length = match arguments.get(0) {
        Some(Value::Long(length)) => *length,
        _ => 21,
    };
    if !(shortest..=1000).contains(&length) {
        return Err(Error::new(format!(
            "the `length` of `nanoId` must be between {shortest} and 1000, and it is {length}"
        )));
    }
    let alphabet: Vec<char> = match arguments.get(1) {
        Some(Value::Text(alphabet)) => alphabet.chars().collect(),
        _ => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_".chars().collect(),
    };
    if alphabet.is_empty() || alphabet.len() > 256 {
        return Err(Error::new("the `alphabet` of `nanoId` must have between 1 and 256 characters"));
    }
    let mut bytes = vec![0; length as usize];
    evaluation.world().random(&mut bytes)?;
    // Not every character can come where their number is no power of two.
    let mask = alphabet.len() - 1;
    Ok(Value::from(bytes.into_iter().map(|byte| alphabet[usize::from(byte) & mask]).collect::<String>()))
}

fn random_int(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let bound = |parameter: usize| match arguments.required(parameter)? {
        Value::Long(bound) => Ok(*bound),
        Value::Int(_) => {
            Err(Error::new("the bounds of `randomInt` must be 64-bit integers, and this one has 32 bits: add 0 to it"))
        }
        other => Err(arguments.wrong_kind(parameter, other)),
    };
    let (lower, upper) = (bound(0)?, bound(1)?);
    if upper < lower {
        return Err(Error::new(format!(
            "the `upper` bound of `randomInt` is less than the `lower` one: {upper} < {lower}"
        )));
    }
    let width = i128::from(upper) - i128::from(lower);
    let mut bytes = [0; 8];
    evaluation.world().random(&mut bytes)?;
    let drawn = if width == 0 { 0 } else { (i128::from(u64::from_be_bytes(bytes)) * width) >> 64 };
    let number = i128::from(lower) + drawn;
    Ok(Value::Int(number.clamp(i128::from(i32::MIN), i128::from(i32::MAX)) as i32))
}

fn random_port(_: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    evaluation.world().free_port().map(|port| Value::Int(i32::from(port)))
}
