//! What a scalar is when nobody says what it should be: the rules of YAML 1.1 as Kestra's reader applies them.
//!
//! Kestra reads through Jackson over SnakeYAML. A field that wants text gets the characters as written,
//! `yes` and `0017` included; only where any type will do does a plain scalar become a boolean or a number.
//! Sources: `org.yaml.snakeyaml.resolver.Resolver` for the patterns, `YAMLParser._decodeScalar` of
//! jackson-dataformat-yaml for what becomes of each.

use super::tree::{CoreTag, Scalar, Style};

/// What a scalar is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolved<'t> {
    /// `null`, `~`, or nothing.
    Null,
    /// `true`, `yes`, `on` and their opposites.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that does not fit 64 bits, as decimal digits with an optional `-`.
    BigInteger(&'t str),
    /// A number with a point or an exponent.
    Float(f64),
    /// Anything else: the characters as written.
    Text(&'t str),
}

/// What a scalar is by its tag, its style and its characters.
pub fn resolve(scalar: &Scalar) -> Resolved<'_> {
    let text = &*scalar.text;
    let as_text = Resolved::Text(text);
    match scalar.tag {
        None if scalar.style == Style::Plain => plain(text),
        Some(CoreTag::Boolean) => boolean(text).map_or(as_text, Resolved::Boolean),
        Some(CoreTag::Integer) => integer(text).unwrap_or(as_text),
        Some(CoreTag::Float) => float(text).map_or(as_text, Resolved::Float),
        Some(CoreTag::Null) => Resolved::Null,
        None | Some(CoreTag::Text | CoreTag::Binary | CoreTag::Other) => as_text,
    }
}

/// What a plain scalar with these characters is.
pub fn plain(text: &str) -> Resolved<'_> {
    if is_null(text) {
        return Resolved::Null;
    }
    if let Some(value) = boolean(text) {
        return Resolved::Boolean(value);
    }
    integer(text).or_else(|| float(text).map(Resolved::Float)).unwrap_or(Resolved::Text(text))
}

/// Whether plain characters say that there is no value.
pub fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// The boolean that plain characters are; `y` and `n` are text.
pub fn boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// The whole number that plain characters are: decimal, `0b`, `0x`, and octal by a leading `0`; `_` between
/// digits does not count. Base 60 (`1:30`) stays text, as in Jackson.
pub fn integer(text: &str) -> Option<Resolved<'_>> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (radix, body) = match digits.as_bytes() {
        [b'0'] => (10, digits),
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', ..] => (8, &digits[1..]),
        [b'1'..=b'9', ..] => (10, digits),
        _ => return None,
    };
    let digit = |byte: u8| (byte as char).is_digit(radix);
    if !body.bytes().all(|byte| byte == b'_' || digit(byte)) || !body.bytes().any(digit) {
        return None;
    }
    let mut value: i64 = 0;
    for digit in body.chars().filter_map(|it| it.to_digit(radix)) {
        let next = value.checked_mul(i64::from(radix)).and_then(|value| {
            let digit = i64::from(digit);
            if negative { value.checked_sub(digit) } else { value.checked_add(digit) }
        });
        match next {
            Some(next) => value = next,
            None if radix == 10 && !body.contains('_') => {
                return Some(Resolved::BigInteger(text.strip_prefix('+').unwrap_or(text)));
            }
            None => return Some(Resolved::Text(text)),
        }
    }
    Some(Resolved::Integer(value))
}

/// The number with a point or an exponent that plain characters are. Base 60 stays text.
pub fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Some(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }),
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(f64::NAN),
        _ => {}
    }
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
    }
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte == b'_' || byte.is_ascii_digit());
    let begins = |part: &str| part.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let signed = unsigned.len() < text.len();
    let shaped = match (whole, fraction) {
        ("", Some(fraction)) => begins(fraction) && digits(fraction) && !signed,
        (whole, Some(fraction)) => begins(whole) && digits(whole) && digits(fraction),
        (whole, None) => begins(whole) && digits(whole) && exponent.is_some(),
    };
    if !shaped {
        return None;
    }
    text.replace('_', "").parse().ok()
}

/// What a plain scalar prints as once it was read as a boolean or a number, where that differs from what is
/// written: `1.10` as `1.1`, `yes` as `true`.
pub fn reads_as(text: &str) -> Option<String> {
    let read = match plain(text) {
        Resolved::Null | Resolved::Text(_) => return None,
        Resolved::Boolean(value) => value.to_string(),
        Resolved::Integer(value) => value.to_string(),
        Resolved::BigInteger(digits) => digits.to_owned(),
        Resolved::Float(value) if value.fract() == 0.0 && value.abs() < 1e7 => format!("{value:.1}"),
        Resolved::Float(value) => value.to_string(),
    };
    (read != text).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_yaml_1_1() {
        use Resolved::{Boolean, Float, Integer, Null, Text};
        for (text, expected) in [
            ("yes", Boolean(true)),
            ("OFF", Boolean(false)),
            ("y", Text("y")),
            ("oN", Text("oN")),
            ("~", Null),
            ("", Null),
            ("nUll", Text("nUll")),
            ("0", Integer(0)),
            ("017", Integer(15)),
            ("08", Text("08")),
            ("0o17", Text("0o17")),
            ("0x1F", Integer(31)),
            ("0b101", Integer(5)),
            ("1_000", Integer(1000)),
            ("-12", Integer(-12)),
            ("+7", Integer(7)),
            ("1:30", Text("1:30")),
            ("-9223372036854775808", Integer(i64::MIN)),
            ("9223372036854775808", Resolved::BigInteger("9223372036854775808")),
            ("1.10", Float(1.1)),
            ("1.", Float(1.0)),
            (".5", Float(0.5)),
            ("-.5", Text("-.5")),
            ("1e3", Float(1000.0)),
            ("1e", Text("1e")),
            ("1.2.3", Text("1.2.3")),
            (".inf", Float(f64::INFINITY)),
            ("2024-01-01", Text("2024-01-01")),
            ("_1", Text("_1")),
            ("-", Text("-")),
            ("0x", Text("0x")),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_lost_is_known() {
        for (text, expected) in [
            ("1.10", Some("1.1")),
            ("010", Some("8")),
            ("0o7", None),
            ("yes", Some("true")),
            ("true", None),
            ("1.0", None),
            ("1e3", Some("1000.0")),
            ("42", None),
            ("1_000", Some("1000")),
            ("2024-01-01", None),
        ] {
            assert_eq!(reads_as(text).as_deref(), expected, "{text}");
        }
    }
}
