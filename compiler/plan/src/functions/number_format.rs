//! `numberFormat`: Java's `DecimalFormat`, with the symbols of English.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;
use crate::{Value, java};

/// `1234.5 | numberFormat('#,##0.00')`.
pub(super) static FILTER: Function = Function {
    doc: "Halves are rounded to the even neighbour.",
    input: &[Kind::Int, Kind::Float, Kind::Null],
    parameters: &[
        Parameter::optional("format", Kind::TEXT, "#,##0.###", "A pattern of Java's `DecimalFormat`.").checked(check)
    ],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[
        Example { template: "{{ 1234.5 | numberFormat('#,##0.00') }}", result: "1,234.50" },
        Example { template: "{{ 0.5 | numberFormat('0%') }}", result: "50%" },
    ],
    ..Function::new(Form::Filter, "numberFormat", "Writes a number by a pattern.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
    let number = Digits::of(arguments.input()).ok_or_else(|| arguments.wrong_input())?;
    let pattern = match arguments.get(0) {
        None | Some(Value::Null) => "#,##0.###",
        Some(_) => arguments.text(0)?,
    };
    let format = arguments.prepared(|| Format::parse(pattern).map_err(Error::new))?;
    Ok(Value::from(format.write(&number)))
}

fn check(pattern: &Value) -> Result<(), String> {
    pattern.as_str().map_or(Ok(()), |pattern| Format::parse(pattern).map(drop))
}

/// A number as its decimal digits: `0.digits × 10^point`.
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    point: i64,
    special: Option<&'static str>,
}

impl Digits {
    /// Every digit of a number; a binary fraction has exactly the digits it stands for.
    fn of(value: &Value) -> Option<Self> {
        let text = match value {
            Value::Int(number) => number.to_string(),
            Value::Long(number) => number.to_string(),
            Value::Float(number) => exact(f64::from(*number)),
            Value::Double(number) => exact(*number),
            Value::Big(number) => java::big_plain(number),
            _ => return None,
        };
        let special = match value.as_f64() {
            Some(number) if number.is_nan() => Some("NaN"),
            Some(number) if number.is_infinite() && !matches!(value, Value::Big(_)) => Some("∞"),
            _ => None,
        };
        let (negative, plain) = text.strip_prefix('-').map_or((false, text.as_str()), |plain| (true, plain));
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|digit| digit.wrapping_sub(b'0')).collect();
        let mut number = Self { negative, digits, point: i64::try_from(whole.len()).ok()?, special };
        number.trim();
        Some(number)
    }

    fn trim(&mut self) {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= i64::try_from(zeros).unwrap_or(i64::MAX);
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    /// Rounds to so many digits behind the point, halves to the even neighbour.
    fn round(&mut self, places: i64) {
        let keep = self.point + places;
        let Ok(keep) = usize::try_from(keep) else {
            self.digits.clear();
            return self.trim();
        };
        if keep >= self.digits.len() {
            return;
        }
        let odd = keep > 0 && self.digits[keep - 1] % 2 == 1;
        let rest = &self.digits[keep..];
        let up = match rest[0].cmp(&5) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => odd || rest[1..].iter().any(|digit| *digit > 0),
        };
        self.digits.truncate(keep);
        if up {
            let mut at = keep;
            loop {
                if at == 0 {
                    self.digits.insert(0, 1);
                    self.point += 1;
                    break;
                }
                at -= 1;
                if self.digits[at] < 9 {
                    self.digits[at] += 1;
                    break;
                }
                self.digits[at] = 0;
            }
        }
        self.trim();
    }

    fn digit(&self, position: i64) -> char {
        let digit = usize::try_from(position).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0);
        char::from(b'0' + digit)
    }
}

/// Every decimal digit of a binary number; no double has more than 1,074 behind the point.
fn exact(number: f64) -> String {
    if number.is_finite() { format!("{number:.1074}") } else { "0".to_owned() }
}

/// A pattern, taken apart.
struct Format {
    positive: (String, String),
    negative: Option<(String, String)>,
    /// By how many powers of ten the number is multiplied: 2 for percent, 3 for per mille.
    shift: i64,
    whole_least: usize,
    whole_most: usize,
    fraction_least: usize,
    fraction_most: usize,
    /// How many digits stand in a group; 0 without groups.
    group: usize,
    exponent_least: Option<usize>,
}

impl Format {
    fn parse(pattern: &str) -> Result<Self, String> {
        let mut rest = pattern.chars().peekable();
        let prefix = affix(&mut rest);
        let mut number = String::new();
        while let Some(letter) = rest.next_if(|letter| "#0,.".contains(*letter)) {
            number.push(letter);
        }
        let mut exponent_least = None;
        if rest.next_if_eq(&'E').is_some() {
            let zeros = std::iter::from_fn(|| rest.next_if_eq(&'0')).count();
            if zeros == 0 {
                return Err(format!("the exponent of `{pattern}` has no digits: write `E0`"));
            }
            exponent_least = Some(zeros);
        }
        let suffix = affix(&mut rest);
        let negative = match rest.next() {
            None => None,
            Some(';') => {
                let prefix = affix(&mut rest);
                while rest.next_if(|letter| "#0,.E".contains(*letter)).is_some() {}
                Some((prefix, affix(&mut rest)))
            }
            Some(letter) => return Err(format!("`{letter}` cannot stand there in the pattern `{pattern}`")),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        if fraction.contains(['.', ',']) || fraction.trim_start_matches('0').contains('0') {
            return Err(format!("the fraction of `{pattern}` must be zeros and then `#`"));
        }
        let group = whole.rsplit_once(',').map_or(0, |(_, last)| last.len());
        let digits: String = whole.chars().filter(|letter| *letter != ',').collect();
        if digits.trim_start_matches('#').contains('#') {
            return Err(format!("`#` must stand before `0` in the pattern `{pattern}`"));
        }
        let affixes = format!("{prefix}{suffix}");
        let shift = if affixes.contains('%') {
            2
        } else if affixes.contains('‰') {
            3
        } else {
            0
        };
        let zeros = digits.matches('0').count();
        let fraction_least = fraction.matches('0').count();
        Ok(Self {
            positive: (prefix, suffix),
            negative,
            shift,
            // A pattern of `#` alone shows no zero before a point that has digits behind it.
            whole_least: if zeros == 0 && fraction.is_empty() && exponent_least.is_none() { 0 } else { zeros },
            whole_most: digits.len(),
            fraction_least,
            fraction_most: fraction.len(),
            group,
            exponent_least,
        })
    }

    fn write(&self, number: &Digits) -> String {
        let mut number = Digits { digits: number.digits.clone(), ..*number };
        if !number.digits.is_empty() {
            number.point += self.shift;
        }
        let body = match (number.special, self.exponent_least) {
            (Some(special), _) => special.to_owned(),
            (None, Some(least)) => self.scientific(&mut number, least),
            (None, None) => self.plain(&mut number),
        };
        let (prefix, suffix) = match (&self.negative, number.negative && number.special != Some("NaN")) {
            (_, false) => (self.positive.0.clone(), &self.positive.1),
            (Some((prefix, suffix)), true) => (prefix.clone(), suffix),
            (None, true) => (format!("-{}", self.positive.0), &self.positive.1),
        };
        format!("{prefix}{body}{suffix}")
    }

    fn plain(&self, number: &mut Digits) -> String {
        number.round(i64::try_from(self.fraction_most).unwrap_or(i64::MAX));
        let whole = usize::try_from(number.point).unwrap_or(0).max(self.whole_least);
        let mut out = String::new();
        for place in (0..whole).rev() {
            let position = number.point - 1 - i64::try_from(place).unwrap_or(0);
            out.push(if position < 0 { '0' } else { number.digit(position) });
            if self.group > 0 && place > 0 && place % self.group == 0 {
                out.push(',');
            }
        }
        self.fraction(number, &mut out);
        if out.is_empty() {
            out.push('0');
        }
        out
    }

    fn fraction(&self, number: &Digits, out: &mut String) {
        let present = i64::try_from(number.digits.len()).unwrap_or(0) - number.point;
        let count = usize::try_from(present).unwrap_or(0).clamp(self.fraction_least, self.fraction_most);
        if count > 0 {
            out.push('.');
            out.extend((0..count).map(|place| number.digit(number.point + i64::try_from(place).unwrap_or(0))));
        }
    }

    /// `0.00E0` has one digit before the point; more than one `#` or `0` there makes the exponent a multiple.
    fn scientific(&self, number: &mut Digits, least: usize) -> String {
        let zero = number.digits.is_empty();
        let step = i64::try_from(self.whole_most).unwrap_or(1);
        let multiple = step > 1 && self.whole_most > self.whole_least;
        let before = i64::try_from(self.whole_least.max(1)).unwrap_or(1);
        let exponent_for = |point: i64| {
            if zero {
                0
            } else if multiple {
                (point - 1).div_euclid(step) * step
            } else {
                point - before
            }
        };
        let mut exponent = exponent_for(number.point);
        let significant = if multiple {
            i64::try_from(self.whole_least.max(1) + self.fraction_most).unwrap_or(1)
        } else {
            before + i64::try_from(self.fraction_most).unwrap_or(0)
        };
        let places = significant - number.point;
        number.round(places);
        exponent = if number.digits.is_empty() { exponent } else { exponent_for(number.point) };
        number.point -= exponent;
        let mut out = String::new();
        let whole = usize::try_from(number.point).unwrap_or(0).max(self.whole_least.max(1));
        for place in (0..whole).rev() {
            let position = number.point - 1 - i64::try_from(place).unwrap_or(0);
            out.push(if position < 0 { '0' } else { number.digit(position) });
        }
        self.fraction(number, &mut out);
        let sign = if exponent < 0 { "-" } else { "" };
        out.push_str(&format!("E{sign}{:0>least$}", exponent.unsigned_abs()));
        out
    }
}

/// What stands around the number: literal text, with what is in quotes taken as it is.
fn affix(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut out = String::new();
    while let Some(letter) = rest.next_if(|letter| !"#0,.;".contains(*letter)) {
        match letter {
            '\'' => match rest.next() {
                None | Some('\'') => out.push('\''),
                Some(first) => {
                    out.push(first);
                    out.extend(rest.by_ref().take_while(|letter| *letter != '\''));
                }
            },
            '¤' => out.push('$'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_as_java_writes_them() {
        for (number, pattern, expected) in [
            (Value::Double(1_234_567.891), "#,##0.###", "1,234,567.891"),
            (Value::Double(2.5), "0", "2"),
            (Value::Double(3.5), "0", "4"),
            (Value::Double(0.125), "0.00", "0.12"),
            (Value::Long(7), "000", "007"),
            (Value::Long(12345), "0.00E0", "1.23E4"),
            (Value::Long(12345), "##0.##E0", "12.3E3"),
            (Value::Long(-5), "#;(#)", "(5)"),
            (Value::Double(0.5), "0%", "50%"),
            (Value::Double(0.256), "#.##", ".26"),
            (Value::Long(0), "#", "0"),
            (Value::Double(12.5), "$#,##0.00", "$12.50"),
            (Value::Double(9.99), "0.0", "10.0"),
            (Value::Long(5), "'#'0", "#5"),
            (Value::Double(0.000_123), "0.###E0", "1.23E-4"),
        ] {
            let format = Format::parse(pattern).unwrap();
            assert_eq!(format.write(&Digits::of(&number).unwrap()), expected, "{number:?} by {pattern}");
        }
    }

    #[test]
    fn patterns_java_refuses() {
        for pattern in ["0#", "0.0#0", "0.0.0", "0E", "0x0"] {
            assert!(Format::parse(pattern).is_err(), "{pattern}");
        }
    }
}
