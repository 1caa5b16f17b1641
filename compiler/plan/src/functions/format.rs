//! `format`: Java's `String.format`.

use super::input;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;
use crate::{Value, java};

/// `'Hello %s' | format('you')`.
pub(super) static FILTER: Function = Function {
    doc: "`%s` stands for any value, `%d` for an integer, `%.2f` for a number with two digits behind the point, \
          `%x` for an integer in hexadecimal, `%%` for a percent sign.",
    extra: Extra::Collected,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[
        Example { template: "{{ 'Hello %s' | format('you') }}", result: "Hello you" },
        Example { template: "{{ '%05.1f' | format(3.14159) }}", result: "003.1" },
    ],
    ..Function::new(Form::Filter, "format", "Writes values into a text.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(pattern) = input::printed(arguments) else { return Ok(Value::Null) };
    format(&pattern, arguments.rest()).map(Value::from)
}

/// One `%…` of a pattern.
#[derive(Default)]
struct Specifier {
    /// Which value, from 1; the next where absent.
    index: Option<usize>,
    flags: String,
    width: usize,
    precision: Option<usize>,
    conversion: char,
}

fn format(pattern: &str, values: &[Value]) -> Result<String, Error> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut next = 0;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let (specifier, length) = read(&rest[at..])?;
        let written = &rest[at..at + length];
        rest = &rest[at + length..];
        match specifier.conversion {
            '%' => pad("%".to_owned(), &specifier, &mut out),
            'n' => out.push('\n'),
            _ => {
                let index = specifier.index.unwrap_or_else(|| {
                    next += 1;
                    next
                });
                let missing = || Error::new(format!("`format` has no value for `{written}`"));
                let value = values.get(index.wrapping_sub(1)).ok_or_else(missing)?;
                let text = convert(&specifier, value).ok_or_else(|| {
                    let kind = Kind::of(value).words();
                    Error::new(format!("`{written}` of `format` cannot write {kind}"))
                })?;
                pad(text, &specifier, &mut out);
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Reads `%[index$][flags][width][.precision]conversion`, and how long it is.
fn read(text: &str) -> Result<(Specifier, usize), Error> {
    let mut specifier = Specifier::default();
    let mut at = 1;
    let number = |at: &mut usize| {
        let digits = text[*at..].bytes().take_while(u8::is_ascii_digit).count();
        let number = text[*at..*at + digits].parse::<usize>().ok();
        *at += digits;
        number
    };
    let begin = at;
    if !text[at..].starts_with('0')
        && let Some(index) = number(&mut at)
    {
        if text[at..].starts_with('$') {
            specifier.index = Some(index);
            at += 1;
        } else {
            at = begin;
        }
    }
    let flags = text[at..].bytes().take_while(|byte| b"-#+ 0,(".contains(byte)).count();
    specifier.flags = text[at..at + flags].to_owned();
    at += flags;
    specifier.width = number(&mut at).unwrap_or(0);
    if text[at..].starts_with('.') {
        at += 1;
        specifier.precision = number(&mut at);
    }
    let unknown = || Error::new(format!("`{}` of `format` is no conversion", text.get(..=at).unwrap_or(text)));
    specifier.conversion =
        text[at..].chars().next().filter(|letter| "bBhHsScCdoxXeEfgG%n".contains(*letter)).ok_or_else(unknown)?;
    if specifier.width > 10_000 || specifier.precision.is_some_and(|precision| precision > 1000) {
        return Err(Error::new("`format` writes no wider than 10,000 characters"));
    }
    let length = at + specifier.conversion.len_utf8();
    Ok((specifier, length))
}

/// A value by a conversion; `None` where Java refuses it.
fn convert(specifier: &Specifier, value: &Value) -> Option<String> {
    let conversion = specifier.conversion;
    if value.is_null() && !matches!(conversion, 'b' | 'B') {
        return Some("null".to_owned());
    }
    let text = match conversion.to_ascii_lowercase() {
        'b' => match value {
            Value::Bool(value) => value.to_string(),
            other => (!other.is_null()).to_string(),
        },
        's' => java::to_text(value),
        'c' => match value {
            Value::Char(letter) => letter.to_string(),
            other => char::from_u32(u32::try_from(other.as_i64()?).ok()?)?.to_string(),
        },
        'd' => integer(specifier, value)?,
        'x' => match value {
            Value::Int(value) => format!("{value:x}"),
            other => format!("{:x}", other.as_i64()?),
        },
        'o' => match value {
            Value::Int(value) => format!("{value:o}"),
            other => format!("{:o}", other.as_i64()?),
        },
        'f' => signed(specifier, &float_digits(value)?, specifier.precision.unwrap_or(6)),
        'e' => scientific(specifier, value)?,
        'g' => general(specifier, value)?,
        _ => return None,
    };
    let text = match (conversion.to_ascii_lowercase(), specifier.precision) {
        ('s' | 'b', Some(most)) => text.chars().take(most).collect(),
        _ => text,
    };
    Some(if conversion.is_ascii_uppercase() { text.to_uppercase() } else { text })
}

fn integer(specifier: &Specifier, value: &Value) -> Option<String> {
    let digits = match value {
        Value::Int(value) => value.to_string(),
        Value::Long(value) => value.to_string(),
        Value::Big(big) => match big.parts() {
            (integer, 0) => integer.to_string(),
            _ => return None,
        },
        _ => return None,
    };
    Some(signed(specifier, &digits, 0))
}

/// The shortest decimal digits of a number, which is what Java rounds.
fn float_digits(value: &Value) -> Option<String> {
    match value {
        Value::Float(value) => Some(format!("{value}")),
        Value::Double(value) => Some(format!("{value}")),
        Value::Big(value) => Some(java::big_plain(value)),
        _ => None,
    }
}

/// Digits with so many places, halves rounded up, with sign and groups as the flags ask.
fn signed(specifier: &Specifier, digits: &str, places: usize) -> String {
    let (negative, plain) = digits.strip_prefix('-').map_or((false, digits), |plain| (true, plain));
    let rounded = round_half_up(plain, places);
    let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut body = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if specifier.flags.contains(',') && at > 0 && (whole.len() - at) % 3 == 0 {
            body.push(',');
        }
        body.push(digit);
    }
    if !fraction.is_empty() {
        body.push('.');
        body.push_str(fraction);
    }
    let flag = |flag: char| specifier.flags.contains(flag);
    let (before, after) = match (negative, flag('(')) {
        (true, true) => ("(", ")"),
        (true, false) => ("-", ""),
        (false, _) if flag('+') => ("+", ""),
        (false, _) if flag(' ') => (" ", ""),
        (false, _) => ("", ""),
    };
    if flag('0') {
        let used = before.len() + after.len() + body.chars().count();
        body.insert_str(0, &"0".repeat(specifier.width.saturating_sub(used)));
    }
    format!("{before}{body}{after}")
}

fn round_half_up(digits: &str, places: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let keep = whole.len() + places;
    let up = all.get(keep).is_some_and(|digit| *digit >= b'5');
    all.resize(keep, b'0');
    let mut point = whole.len();
    if up {
        let mut at = keep;
        loop {
            if at == 0 {
                all.insert(0, b'1');
                point += 1;
                break;
            }
            at -= 1;
            if all[at] < b'9' {
                all[at] += 1;
                break;
            }
            all[at] = b'0';
        }
    }
    let text: String = all.into_iter().map(char::from).collect();
    if places == 0 { text } else { format!("{}.{}", &text[..point], &text[point..]) }
}

/// `1.5` as `1.500000e+00`.
fn scientific(specifier: &Specifier, value: &Value) -> Option<String> {
    let number = value.as_f64().filter(|_| matches!(value, Value::Float(_) | Value::Double(_) | Value::Big(_)))?;
    let (mantissa, exponent) = decimal_exponent(number, specifier.precision.unwrap_or(6));
    let sign = if exponent < 0 { '-' } else { '+' };
    let places = specifier.precision.unwrap_or(6);
    Some(format!("{}e{sign}{:02}", signed(specifier, &mantissa, places), exponent.unsigned_abs()))
}

fn decimal_exponent(number: f64, places: usize) -> (String, i32) {
    let text = format!("{number:.places$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.to_owned(), exponent.parse().unwrap_or(0))
}

fn general(specifier: &Specifier, value: &Value) -> Option<String> {
    let number = value.as_f64()?;
    let precision = specifier.precision.unwrap_or(6).max(1);
    let (_, exponent) = decimal_exponent(number, precision - 1);
    let inside = number == 0.0 || (-4..i32::try_from(precision).unwrap_or(i32::MAX)).contains(&exponent);
    if inside {
        let places = usize::try_from(i64::try_from(precision).ok()? - 1 - i64::from(exponent)).unwrap_or(0);
        return Some(signed(specifier, &float_digits(value)?, places));
    }
    let flags = specifier.flags.clone();
    scientific(&Specifier { precision: Some(precision - 1), flags, ..Specifier::default() }, value)
}

fn pad(text: String, specifier: &Specifier, out: &mut String) {
    let blanks = " ".repeat(specifier.width.saturating_sub(text.chars().count()));
    if specifier.flags.contains('-') {
        out.push_str(&text);
        out.push_str(&blanks);
    } else {
        out.push_str(&blanks);
        out.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_as_java_writes_them() {
        for (pattern, value, expected) in [
            ("%s|%%", Value::Null, "null|%"),
            ("%.2f", Value::Double(2.345), "2.35"),
            ("%f", Value::Double(1.5), "1.500000"),
            ("%5d|", Value::Int(42), "   42|"),
            ("%-5d|", Value::Int(42), "42   |"),
            ("%05d", Value::Int(-42), "-0042"),
            ("%,d", Value::Long(1_234_567), "1,234,567"),
            ("%x", Value::Int(-1), "ffffffff"),
            ("%.3s", Value::from("abcdef"), "abc"),
            ("%S", Value::from("abc"), "ABC"),
            ("%e", Value::Double(12345.678), "1.234568e+04"),
            ("%1$s %1$s", Value::from("a"), "a a"),
            ("%b", Value::from("x"), "true"),
        ] {
            assert_eq!(format(pattern, &[value]).unwrap(), expected, "{pattern}");
        }
    }

    #[test]
    fn what_java_refuses() {
        assert!(format("%d", &[Value::from("x")]).is_err());
        assert!(format("%d", &[Value::Double(1.0)]).is_err());
        assert!(format("%f", &[Value::Long(1)]).is_err());
        assert!(format("%s %s", &[Value::from("x")]).is_err());
        assert!(format("%q", &[Value::from("x")]).is_err());
    }
}
