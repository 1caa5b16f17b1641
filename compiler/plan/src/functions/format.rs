//! `format`: Java's `String.format`.

mod time;

use super::input;
use crate::date::Locale;
use crate::evaluate::{Arguments, Error, Evaluation, hash_order};
use crate::function::{Example, Extra, Form, Function, Purity, Returns};
use crate::types::Kind;
use crate::{Value, java};

/// `'Hello %s' | format('you')`.
pub(super) static FILTER: Function = Function {
    doc: "`%s` stands for any value, `%d` for an integer, `%.2f` for a number with two digits behind the point, \
          `%x` for an integer in hexadecimal, `%tF` and `%tT` for the date and the time of a point in time, \
          `%%` for a percent sign.",
    extra: Extra::Collected,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[
        Example { template: "{{ 'Hello %s' | format('you') }}", result: "Hello you" },
        Example { template: "{{ '%05.1f' | format(3.14159) }}", result: "003.1" },
        Example { template: "{{ '%tF' | format(1709201472000) }}", result: "2024-02-29" },
    ],
    // A number is a point in time, seen from the zone of the server.
    purity: Purity::World,
    ..Function::new(Form::Filter, "format", "Writes values into a text.", call)
};

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(pattern) = input::printed(arguments) else { return Ok(Value::Null) };
    let locale = || Locale::of(evaluation.locale()).unwrap_or_else(Locale::american);
    let date = |letter: char, value: &Value| time::write(letter, value, evaluation.zone(), locale());
    format(&pattern, arguments.rest(), &date).map(Value::from)
}

/// Writes a date or a time by its letter; `None` where the value is none.
type Dates<'d> = &'d dyn Fn(char, &Value) -> Option<String>;

/// Which value a `%…` stands for.
#[derive(Clone, Copy, Default)]
enum Which {
    /// The one behind that of the last which said nothing.
    #[default]
    Next,
    /// The one before, again: `%<s`.
    Same,
    /// By its number, from 1.
    Numbered(usize),
}

/// One `%…` of a pattern.
#[derive(Default)]
struct Specifier<'p> {
    written: &'p str,
    which: Which,
    flags: &'p str,
    width: Option<usize>,
    precision: Option<usize>,
    /// As written: a capital letter turns the result into capitals.
    conversion: char,
    /// What follows a `t`.
    time: Option<char>,
}

fn format(pattern: &str, values: &[Value], dates: Dates<'_>) -> Result<String, Error> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let (mut next, mut last) = (0, 0);
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let specifier = read(&rest[at..])?;
        rest = &rest[at + specifier.written.len()..];
        specifier.check()?;
        match specifier.conversion {
            '%' => specifier.pad("%".to_owned(), &mut out),
            'n' => out.push('\n'),
            _ => {
                last = match specifier.which {
                    Which::Next => {
                        next += 1;
                        next
                    }
                    Which::Same => last,
                    Which::Numbered(index) => index,
                };
                let missing = || Error::new(format!("`format` has no value for `{}`", specifier.written));
                let value = values.get(last.wrapping_sub(1)).ok_or_else(missing)?;
                let text = specifier.convert(value, dates).ok_or_else(|| {
                    let kind = value.words();
                    Error::new(format!("`{}` of `format` cannot write {kind}", specifier.written))
                })?;
                specifier.pad(text, &mut out);
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Reads `%[index$][flags][width][.precision]conversion`.
fn read(text: &str) -> Result<Specifier<'_>, Error> {
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
            specifier.which = Which::Numbered(index);
            at += 1;
        } else {
            at = begin;
        }
    }
    let flags = text[at..].bytes().take_while(|byte| b"-#+ 0,(<".contains(byte)).count();
    specifier.flags = &text[at..at + flags];
    at += flags;
    if specifier.has('<') {
        specifier.which = Which::Same;
    }
    specifier.width = number(&mut at);
    let unknown = |at: usize| {
        let end = text[at..].chars().next().map_or(at, |letter| at + letter.len_utf8());
        Error::new(format!("`{}` of `format` is no conversion", &text[..end]))
    };
    if text[at..].starts_with('.') {
        at += 1;
        specifier.precision = Some(number(&mut at).ok_or_else(|| unknown(at))?);
    }
    let conversion = text[at..].chars().next().filter(|letter| "bBhHsScCdoxXeEfgGtT%n".contains(*letter));
    specifier.conversion = conversion.ok_or_else(|| unknown(at))?;
    if matches!(specifier.conversion, 't' | 'T') {
        at += 1;
        let letter = text[at..].chars().next().filter(|letter| time::LETTERS.contains(*letter));
        specifier.time = Some(letter.ok_or_else(|| unknown(at))?);
    }
    if specifier.width.is_some_and(|width| width > 10_000) || specifier.precision.is_some_and(|digits| digits > 1000) {
        return Err(Error::new("`format` writes no wider than 10,000 characters"));
    }
    specifier.written = &text[..=at];
    Ok(specifier)
}

impl Specifier<'_> {
    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// Refuses flags, widths and precisions that Java refuses for the conversion.
    fn check(&self) -> Result<(), Error> {
        let bad = |what: String| Err(Error::new(format!("`{}` of `format` {what}", self.written)));
        let repeated = self.flags.chars().enumerate().find(|(at, flag)| self.flags[..*at].contains(*flag));
        if let Some((_, flag)) = repeated {
            return bad(format!("has `{flag}` twice"));
        }
        let (refused, may_be_precise) = match self.conversion.to_ascii_lowercase() {
            's' | 'b' | 'h' => ("#+ 0,(", true),
            'c' | 't' => ("#+ 0,(", false),
            'd' => ("#", false),
            'o' | 'x' => (",+ (", false),
            'f' => ("", true),
            'e' => (",", true),
            'g' => ("#", true),
            '%' => ("#+ 0,(<", false),
            _ => ("-#+ 0,(<", false),
        };
        if let Some(flag) = self.flags.chars().find(|flag| refused.contains(*flag)) {
            return bad(format!("cannot have the flag `{flag}`"));
        }
        if !may_be_precise && self.precision.is_some() {
            return bad("cannot have a precision".to_owned());
        }
        if self.conversion == 'n' && self.width.is_some() {
            return bad("cannot have a width".to_owned());
        }
        if self.width.is_none() && (self.has('-') || self.has('0')) {
            return bad("needs a width".to_owned());
        }
        for (one, other) in [('+', ' '), ('-', '0')] {
            if self.has(one) && self.has(other) {
                return bad(format!("cannot have both `{one}` and `{other}`"));
            }
        }
        Ok(())
    }

    /// A value by the conversion; `None` where Java refuses it.
    fn convert(&self, value: &Value, dates: Dates<'_>) -> Option<String> {
        let conversion = self.conversion.to_ascii_lowercase();
        let text = match (conversion, value) {
            ('b', Value::Null) => "false".to_owned(),
            (_, Value::Null) => "null".to_owned(),
            ('b', Value::Bool(value)) => value.to_string(),
            ('b', _) => "true".to_owned(),
            ('s', _) => java::to_text(value),
            ('t', _) => dates(self.time?, value)?,
            ('h', _) => format!("{:x}", hash_order::hash(value)),
            ('c', Value::Char(letter)) => letter.to_string(),
            ('c', Value::Int(code)) => char::from_u32(u32::try_from(*code).ok()?)?.to_string(),
            ('d', Value::Int(number)) => self.signed(&number.to_string(), 0),
            ('d', Value::Long(number)) => self.signed(&number.to_string(), 0),
            ('d', Value::Big(big)) if big.parts().1 == 0 => self.signed(&big.parts().0.to_string(), 0),
            ('x', Value::Int(number)) => self.prefixed("0x", &format!("{number:x}")),
            ('x', Value::Long(number)) => self.prefixed("0x", &format!("{number:x}")),
            ('o', Value::Int(number)) => self.prefixed("0", &format!("{number:o}")),
            ('o', Value::Long(number)) => self.prefixed("0", &format!("{number:o}")),
            ('f', _) => match float(value)? {
                Float::Finite(digits) => self.signed(&digits, self.precision.unwrap_or(6)),
                Float::Other(word) => word,
            },
            ('e', _) => match float(value)? {
                Float::Finite(digits) => self.scientific(&digits, self.precision.unwrap_or(6)),
                Float::Other(word) => word,
            },
            ('g', _) => match float(value)? {
                Float::Finite(digits) => self.general(&digits),
                Float::Other(word) => word,
            },
            _ => return None,
        };
        let text = match (conversion, self.precision) {
            ('s' | 'b' | 'h', Some(most)) => text.chars().take(most).collect(),
            (_, Some(most)) if value.is_null() => text.chars().take(most).collect(),
            _ => text,
        };
        Some(if self.conversion.is_ascii_uppercase() { text.to_uppercase() } else { text })
    }

    /// Digits with so many places, halves rounded up, with sign and groups as the flags ask.
    fn signed(&self, digits: &str, places: usize) -> String {
        let (negative, plain) = digits.strip_prefix('-').map_or((false, digits), |plain| (true, plain));
        let rounded = round_half_up(plain, places);
        let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
        let mut body = String::new();
        let width = self.width.unwrap_or(0);
        for (at, digit) in whole.chars().enumerate() {
            if self.has(',') && at > 0 && (whole.len() - at) % 3 == 0 {
                body.push(',');
            }
            body.push(digit);
        }
        if !fraction.is_empty() || self.has('#') {
            body.push('.');
            body.push_str(fraction);
        }
        let (before, after) = self.signs(negative);
        if self.has('0') {
            let used = before.len() + after.len() + body.chars().count();
            body.insert_str(0, &"0".repeat(width.saturating_sub(used)));
        }
        format!("{before}{body}{after}")
    }

    fn signs(&self, negative: bool) -> (&'static str, &'static str) {
        match (negative, self.has('(')) {
            (true, true) => ("(", ")"),
            (true, false) => ("-", ""),
            (false, _) if self.has('+') => ("+", ""),
            (false, _) if self.has(' ') => (" ", ""),
            (false, _) => ("", ""),
        }
    }

    /// Digits of another base, behind what says which.
    fn prefixed(&self, prefix: &str, digits: &str) -> String {
        let prefix = if self.has('#') { prefix } else { "" };
        let zeros = if self.has('0') { self.width.unwrap_or(0).saturating_sub(prefix.len() + digits.len()) } else { 0 };
        format!("{prefix}{}{digits}", "0".repeat(zeros))
    }

    /// `1.5` as `1.500000e+00`.
    fn scientific(&self, digits: &str, places: usize) -> String {
        let (mantissa, exponent) = normalized(digits, places);
        let (sign, exponent) = (if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs());
        let exponent = format!("e{sign}{exponent:02}");
        let inner = Self { width: self.width.map(|width| width.saturating_sub(exponent.len())), ..*self };
        let body = inner.signed(&mantissa, places);
        match body.strip_suffix(')') {
            Some(open) => format!("{open}{exponent})"),
            None => format!("{body}{exponent}"),
        }
    }

    /// The shorter of the two others.
    fn general(&self, digits: &str) -> String {
        let precision = self.precision.unwrap_or(6).max(1);
        let (_, exponent) = normalized(digits, precision - 1);
        let most = i32::try_from(precision).unwrap_or(i32::MAX);
        if digits.bytes().all(|byte| !byte.is_ascii_digit() || byte == b'0') {
            return self.signed(digits, precision - 1);
        }
        if (-4..most).contains(&exponent) {
            return self.signed(digits, usize::try_from(most - 1 - exponent).unwrap_or(0));
        }
        self.scientific(digits, precision - 1)
    }

    fn pad(&self, text: String, out: &mut String) {
        let blanks = " ".repeat(self.width.unwrap_or(0).saturating_sub(text.chars().count()));
        if self.has('-') {
            out.push_str(&text);
            out.push_str(&blanks);
        } else {
            out.push_str(&blanks);
            out.push_str(&text);
        }
    }
}

/// A number that can have digits behind the point.
enum Float {
    /// Its shortest decimal digits, which is what Java rounds.
    Finite(String),
    /// `NaN`, `Infinity`.
    Other(String),
}

fn float(value: &Value) -> Option<Float> {
    let text = match value {
        Value::Float(value) => format!("{value}"),
        Value::Double(value) => format!("{value}"),
        Value::Big(value) if value.parts().1 != 0 => java::big_plain(value),
        _ => return None,
    };
    let finite = text.ends_with(|last: char| last.is_ascii_digit());
    Some(if finite { Float::Finite(text) } else { Float::Other(java::to_text(value)) })
}

/// One digit before the point, so many behind it, and the power of ten they stand for.
fn normalized(digits: &str, places: usize) -> (String, i32) {
    let (sign, plain) = digits.strip_prefix('-').map_or(("", digits), |plain| ("-", plain));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let all = format!("{whole}{fraction}");
    let Some(first) = all.find(|digit| digit != '0') else { return (format!("{sign}0"), 0) };
    let significant = &all[first..];
    let moved = format!("{}.{}", &significant[..1], significant.get(1..).unwrap_or(""));
    let offset = |length: usize| i32::try_from(length).unwrap_or(i32::MAX);
    let exponent = offset(whole.len()) - offset(first) - 1;
    let rounded = round_half_up(&moved, places);
    if rounded.starts_with("10") {
        // `9.99…` became `10.0…`.
        return (format!("{sign}1"), exponent + 1);
    }
    (format!("{sign}{rounded}"), exponent)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As printed by Java 17.
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
            ("%08x", Value::Long(42), "0000002a"),
            ("%#x", Value::Long(42), "0x2a"),
            ("%.3s", Value::from("abcdef"), "abc"),
            ("%S", Value::from("abc"), "ABC"),
            ("%h", Value::from("abc"), "17862"),
            ("%e", Value::Double(12345.678), "1.234568e+04"),
            ("%.2e", Value::Double(9.995), "1.00e+01"),
            ("%.3g", Value::Double(9.995), "10.0"),
            ("%g", Value::Double(0.0), "0.00000"),
            ("%(5.1E", Value::Double(-2.25), "(2.3E+00)"),
            ("%.1f", Value::Null, "n"),
            ("%#.0f", Value::Double(2.5), "3."),
            ("%1$s %1$s", Value::from("a"), "a a"),
            ("%s %<s", Value::from("a"), "a a"),
            ("%b", Value::from("x"), "true"),
            ("%1$ty-%<4tB|%Tm", Value::Long(0), "y-   B|M"),
            ("%f", Value::Double(f64::INFINITY), "Infinity"),
        ] {
            assert_eq!(format(pattern, &[value], &|letter, _| Some(letter.into())).unwrap(), expected, "{pattern}");
        }
    }

    #[test]
    fn what_java_refuses() {
        for (pattern, value) in [
            ("%d", Value::from("x")),
            ("%d", Value::Double(1.0)),
            ("%f", Value::Long(1)),
            ("%c", Value::Long(42)),
            ("%s %s", Value::from("x")),
            ("%q", Value::from("x")),
            ("%é", Value::from("x")),
            ("%.2d", Value::Long(1)),
            ("%-d", Value::Long(1)),
            ("%+s", Value::Long(1)),
            ("%--5d", Value::Long(1)),
            ("%+ d", Value::Long(1)),
            ("%tq", Value::Long(1)),
            ("%t", Value::Long(1)),
            ("%.2tY", Value::Long(1)),
            ("%010tY", Value::Long(1)),
            ("%tY", Value::Long(1)),
            ("%", Value::Long(1)),
        ] {
            assert!(format(pattern, &[value], &|_, _| None).is_err(), "{pattern}");
        }
    }
}
