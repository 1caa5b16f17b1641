//! Java's `DecimalFormat`: patterns like `#,##0.00`, taken apart and applied.

use super::symbols::Symbols;
use crate::Value;
use crate::java;

/// A number as its decimal digits: `0.digits × 10^point`.
pub(crate) struct Digits {
    negative: bool,
    /// The shortest that read back as the number: what is printed where nothing has to be rounded.
    digits: Vec<u8>,
    point: i64,
    /// All of them where the number is a binary fraction: what is rounded.
    exact: Option<(Vec<u8>, i64)>,
    whole: Whole,
    special: Option<Special>,
}

/// What is a number by its type and has no digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Special {
    NotANumber,
    Infinity,
}

/// Whether a number is an integer by its type, which then has nothing behind the point.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Integer,
    Fraction,
}

/// How far a number is moved: by how much Java multiplies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Multiplier {
    One,
    Percent,
    PerMille,
}

impl Multiplier {
    fn power(self) -> i64 {
        match self {
            Self::One => 0,
            Self::Percent => 2,
            Self::PerMille => 3,
        }
    }
}

impl Digits {
    fn of(value: &Value, multiplier: Multiplier) -> Option<Self> {
        let shift = multiplier.power();
        match value {
            Value::Int(number) => Some(Self::plain(&number.to_string(), Whole::Integer, shift)),
            Value::Long(number) => Some(Self::plain(&number.to_string(), Whole::Integer, shift)),
            Value::Float(number) => Some(Self::binary(f64::from(*number), multiplier)),
            Value::Double(number) => Some(Self::binary(*number, multiplier)),
            Value::Big(number) => {
                let whole = if number.parts().1 == 0 { Whole::Integer } else { Whole::Fraction };
                Some(Self::plain(&java::big_plain(number), whole, shift))
            }
            _ => None,
        }
    }

    /// A binary number is multiplied as such, before its digits are looked at.
    fn binary(number: f64, multiplier: Multiplier) -> Self {
        let number = match multiplier {
            Multiplier::One => number,
            Multiplier::Percent => number * 100.0,
            Multiplier::PerMille => number * 1000.0,
        };
        if !number.is_finite() {
            let special = if number.is_nan() { Special::NotANumber } else { Special::Infinity };
            let negative = number.is_sign_negative();
            return Self {
                negative,
                digits: Vec::new(),
                point: 0,
                exact: None,
                whole: Whole::Fraction,
                special: Some(special),
            };
        }
        let mut shortest = Self::plain(&format!("{number}"), Whole::Fraction, 0);
        shortest.negative = number.is_sign_negative();
        // No double has more than 1,074 digits behind the point.
        let exact = Self::plain(&format!("{number:.1074}"), Whole::Fraction, 0);
        Self { exact: Some((exact.digits, exact.point)), ..shortest }
    }

    /// From decimal text.
    fn plain(text: &str, whole: Whole, shift: i64) -> Self {
        let (negative, plain) = text.strip_prefix('-').map_or((false, text), |plain| (true, plain));
        let (before, behind) = plain.split_once('.').unwrap_or((plain, ""));
        let digits: Vec<u8> = before.bytes().chain(behind.bytes()).map(|digit| digit.wrapping_sub(b'0')).collect();
        let point = i64::try_from(before.len()).unwrap_or(i64::MAX) + shift;
        let mut number = Self { negative, digits, point, exact: None, whole, special: None };
        number.trim();
        number
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

    fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Keeps so many digits, halves to the even neighbour.
    fn keep(&mut self, keep: i64) {
        if keep >= i64::try_from(self.digits.len()).unwrap_or(i64::MAX) {
            return;
        }
        if let Some((digits, point)) = self.exact.take() {
            // Where the shortest digits begin one place further left, they were rounded up to it.
            let keep = keep + point - self.point;
            (self.digits, self.point) = (digits, point);
            return self.keep(keep);
        }
        let Ok(keep) = usize::try_from(keep) else {
            self.digits.clear();
            return self.trim();
        };
        let Some(rest) = self.digits.get(keep..).filter(|rest| !rest.is_empty()) else { return };
        let odd = keep > 0 && self.digits[keep - 1] % 2 == 1;
        let up = match rest[0].cmp(&5) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => odd || rest[1..].iter().any(|digit| *digit > 0),
        };
        self.digits.truncate(keep);
        if up {
            self.increment();
        }
        self.trim();
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    fn digit(&self, position: i64) -> u8 {
        usize::try_from(position).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0)
    }

    fn count(&self) -> i64 {
        i64::try_from(self.digits.len()).unwrap_or(i64::MAX)
    }
}

/// Where a sign of the locale stands; no pattern holds these characters.
const MINUS: char = '\u{e000}';
const PERCENT: char = '\u{e001}';
const PER_MILLE: char = '\u{e002}';
const CURRENCY: char = '\u{e003}';
const CURRENCY_CODE: char = '\u{e004}';

/// A pattern, taken apart as `DecimalFormat.applyPattern` does.
#[derive(Debug)]
pub(crate) struct DecimalFormat {
    positive: (String, String),
    negative: (String, String),
    multiplier: Multiplier,
    whole_least: i64,
    fraction_least: i64,
    fraction_most: i64,
    /// How many digits stand in a group; 0 without groups.
    group: i64,
    /// Whether the point is printed where nothing stands behind it.
    point_always: bool,
    exponent: Option<Exponent>,
}

#[derive(Clone, Copy, Debug)]
struct Exponent {
    /// How many digits it has at least.
    least: usize,
    /// How many digits may stand before the point; more than are needed make the exponent a multiple.
    whole_most: i64,
}

impl DecimalFormat {
    /// Reads a pattern.
    pub(crate) fn parse(pattern: &str) -> Result<Self, String> {
        if pattern.is_empty() {
            let none = || (String::new(), String::new());
            return Ok(Self {
                positive: none(),
                negative: (MINUS.to_string(), String::new()),
                multiplier: Multiplier::One,
                whole_least: 0,
                fraction_least: 0,
                fraction_most: i64::from(i32::MAX),
                group: 3,
                point_always: false,
                exponent: None,
            });
        }
        let mut reader = Reader { pattern, rest: pattern.chars().peekable(), multiplier: Multiplier::One };
        let (prefix, body, suffix) = reader.part(Side::Positive)?;
        let multiplier = reader.multiplier;
        let mut format = Self::of(pattern, &body)?;
        format.multiplier = multiplier;
        let negative = match reader.rest.next() {
            None => None,
            Some(_) => {
                reader.multiplier = Multiplier::One;
                let (prefix, _, suffix) = reader.part(Side::Negative)?;
                Some((prefix, suffix))
            }
        };
        format.positive = (prefix, suffix);
        format.negative = match negative {
            Some(negative) if negative != format.positive => negative,
            _ => (format!("{MINUS}{}", format.positive.0), format.positive.1.clone()),
        };
        Ok(format)
    }

    fn of(pattern: &str, body: &Body) -> Result<Self, String> {
        let malformed = || format!("`{pattern}` is no pattern of numbers");
        let (mut left, mut zeros, mut right) = (body.left, body.zeros, body.right);
        if zeros == 0 && left > 0 && body.point.is_some() {
            // `###.###`, `###.` and `.###`.
            let before = body.point.unwrap_or(0).max(1);
            right = left - before;
            left = before - 1;
            zeros = 1;
        }
        let point_is_inside = match body.point {
            Some(point) => point >= left && point <= left + zeros,
            None => right == 0,
        };
        if !point_is_inside || body.group == Some(0) {
            return Err(malformed());
        }
        let all = left + zeros + right;
        let whole_least = body.point.unwrap_or(all) - left;
        Ok(Self {
            positive: (String::new(), String::new()),
            negative: (String::new(), String::new()),
            multiplier: Multiplier::One,
            whole_least,
            fraction_least: body.point.map_or(0, |point| (left + zeros - point).max(0)),
            fraction_most: body.point.map_or(0, |point| all - point),
            group: body.group.unwrap_or(0),
            point_always: body.point.is_some_and(|point| point == 0 || point == all),
            exponent: body.exponent.map(|least| Exponent { least, whole_most: left + whole_least }),
        })
    }

    /// Prints a number with the signs of a locale; `None` where the value is none.
    pub(crate) fn print(&self, value: &Value, symbols: Symbols) -> Option<String> {
        let mut number = Digits::of(value, self.multiplier)?;
        if number.special == Some(Special::NotANumber) {
            return Some(symbols.not_a_number.to_owned());
        }
        let (prefix, suffix) = if number.negative { &self.negative } else { &self.positive };
        let mut out = String::new();
        affix(prefix, symbols, &mut out);
        match (number.special, self.exponent) {
            (Some(_), _) => out.push_str(symbols.infinity),
            (None, Some(exponent)) => self.scientific(&mut number, exponent, symbols, &mut out),
            (None, None) => self.plain(&mut number, symbols, &mut out),
        }
        affix(suffix, symbols, &mut out);
        Some(out)
    }

    fn plain(&self, number: &mut Digits, symbols: Symbols, out: &mut String) {
        let integer = number.whole == Whole::Integer;
        if !integer {
            number.keep(number.point.saturating_add(self.fraction_most));
        }
        let count = number.point.max(self.whole_least).max(0);
        let begin = out.len();
        let mut next = 0;
        for place in (0..count).rev() {
            if place < number.point && next < number.count() {
                out.push(symbols.digit(number.digit(next)));
                next += 1;
            } else {
                out.push(symbols.zero);
            }
            if self.group > 0 && place > 0 && place % self.group == 0 {
                out.push_str(symbols.group);
            }
        }
        let has_fraction = self.fraction_least > 0 || !integer && next < number.count();
        if !has_fraction && out.len() == begin {
            out.push(symbols.zero);
        }
        if self.point_always || has_fraction {
            out.push_str(symbols.point);
        }
        for place in 0..self.fraction_most {
            let is_over = integer || next >= number.count();
            if place >= self.fraction_least && is_over {
                break;
            }
            if -1 - place > number.point - 1 || is_over {
                out.push(symbols.zero);
            } else {
                out.push(symbols.digit(number.digit(next)));
                next += 1;
            }
        }
    }

    /// `0.00E0` has one digit before the point; `##0.##E0` an exponent that is a multiple of three.
    fn scientific(&self, number: &mut Digits, shape: Exponent, symbols: Symbols, out: &mut String) {
        number.keep(shape.whole_most + self.fraction_most);
        let repeat = shape.whole_most;
        let (exponent, least) = if repeat > 1 && repeat > self.whole_least {
            let begin = if number.point >= 1 { number.point - 1 } else { number.point - repeat };
            (begin / repeat * repeat, 1)
        } else {
            (number.point - self.whole_least, self.whole_least)
        };
        let whole = if number.is_zero() { least } else { number.point - exponent };
        let count = number.count().max((self.whole_least + self.fraction_least).max(whole));
        for place in 0..count {
            if place == whole {
                out.push_str(symbols.point);
            }
            out.push(symbols.digit(number.digit(place)));
        }
        if self.point_always && count == whole {
            out.push_str(symbols.point);
        }
        let exponent = if number.is_zero() { 0 } else { exponent };
        let least = shape.least;
        out.push_str(symbols.exponent);
        if exponent < 0 {
            out.push_str(symbols.minus);
        }
        let digits = format!("{:0>least$}", exponent.unsigned_abs());
        out.extend(digits.bytes().map(|digit| symbols.digit(digit.wrapping_sub(b'0'))));
    }
}

/// What stands around a number, with the signs of a locale.
fn affix(affix: &str, symbols: Symbols, out: &mut String) {
    for letter in affix.chars() {
        match letter {
            MINUS => out.push_str(symbols.minus),
            PERCENT => out.push_str(symbols.percent),
            PER_MILLE => out.push_str(symbols.per_mille),
            CURRENCY => out.push_str(symbols.currency.symbol),
            CURRENCY_CODE => out.push_str(symbols.currency.code),
            other => out.push(other),
        }
    }
}

/// Which of the two parts of a pattern is read: the second only says what stands around a negative number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Positive,
    Negative,
}

/// The digits of a pattern, counted.
#[derive(Default)]
struct Body {
    /// `#` before the zeros, zeros, and `#` behind them.
    left: i64,
    zeros: i64,
    right: i64,
    /// How many of all stand before the point.
    point: Option<i64>,
    /// How many stand behind the last comma, up to the point.
    group: Option<i64>,
    exponent: Option<usize>,
}

struct Reader<'p> {
    pattern: &'p str,
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    multiplier: Multiplier,
}

impl Reader<'_> {
    fn wrong(&self, letter: char) -> String {
        format!("`{letter}` cannot stand there in the pattern `{}`", self.pattern)
    }

    /// What stands before the digits, the digits, and what stands behind them.
    fn part(&mut self, side: Side) -> Result<(String, Body, String), String> {
        let prefix = self.affix()?;
        if self.rest.peek() == Some(&';') {
            return Err(self.wrong(';'));
        }
        let body = match side {
            Side::Positive => self.body()?,
            Side::Negative => {
                while self.rest.next_if(|letter| "#0,.E".contains(*letter)).is_some() {}
                Body::default()
            }
        };
        let suffix = self.affix()?;
        match self.rest.peek().copied() {
            Some(';') if side == Side::Positive => {}
            Some(letter) => return Err(self.wrong(letter)),
            None => {}
        }
        Ok((prefix, body, suffix))
    }

    fn body(&mut self) -> Result<Body, String> {
        let mut body = Body::default();
        while let Some(letter) = self.rest.next_if(|letter| "#0,.E".contains(*letter)) {
            match letter {
                '#' | '0' => {
                    match letter {
                        '0' if body.right > 0 => return Err(self.wrong('0')),
                        '0' => body.zeros += 1,
                        _ if body.zeros > 0 => body.right += 1,
                        _ => body.left += 1,
                    }
                    if body.point.is_none() {
                        body.group = body.group.map(|group| group + 1);
                    }
                }
                ',' => body.group = Some(0),
                '.' if body.point.is_some() => return Err(self.wrong('.')),
                '.' => body.point = Some(body.left + body.zeros + body.right),
                _ => {
                    let zeros = std::iter::from_fn(|| self.rest.next_if_eq(&'0')).count();
                    if zeros == 0 || body.left + body.zeros < 1 {
                        return Err(format!("the exponent of `{}` has no digits: write `0E0`", self.pattern));
                    }
                    body.exponent = Some(zeros);
                    break;
                }
            }
        }
        Ok(body)
    }

    /// What stands around the number: literal text, with what is in quotes taken as it is.
    fn affix(&mut self) -> Result<String, String> {
        let mut out = String::new();
        let mut quoted = false;
        while let Some(letter) = self.rest.next_if(|letter| quoted || !"#0,.;".contains(*letter)) {
            match letter {
                '\'' if self.rest.next_if_eq(&'\'').is_some() => out.push('\''),
                '\'' => quoted = !quoted,
                '%' | '‰' if !quoted => {
                    if self.multiplier != Multiplier::One {
                        return Err(self.wrong(letter));
                    }
                    let is_percent = letter == '%';
                    self.multiplier = if is_percent { Multiplier::Percent } else { Multiplier::PerMille };
                    out.push(if is_percent { PERCENT } else { PER_MILLE });
                }
                '¤' if !quoted && self.rest.next_if_eq(&'¤').is_some() => out.push(CURRENCY_CODE),
                '¤' if !quoted => out.push(CURRENCY),
                '-' if !quoted => out.push(MINUS),
                other => out.push(other),
            }
        }
        if quoted {
            return Err(format!("a quote is not closed in the pattern `{}`", self.pattern));
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As printed by Java 17.
    #[test]
    fn patterns_as_java_writes_them() {
        for (number, pattern, expected) in [
            (Value::Double(1_234_567.891), "#,##0.###", "1,234,567.891"),
            (Value::Double(2.5), "0", "2"),
            (Value::Double(3.5), "0", "4"),
            (Value::Double(0.125), "0.00", "0.12"),
            (Value::Double(1.005), "0.00", "1.00"),
            (Value::Long(7), "000", "007"),
            (Value::Long(12345), "0.00E0", "1.23E4"),
            (Value::Long(12345), "##0.##E0", "12.345E3"),
            (Value::Double(0.000_123_45), "##0.###E0", "123.45E-6"),
            (Value::Double(0.5), "#E0", ".5E0"),
            (Value::Long(12), "#0.0E0", "12E0"),
            (Value::Long(-5), "#;(#)", "(5)"),
            (Value::Long(-1), "0;0", "-1"),
            (Value::Double(0.5), "0%", "50%"),
            (Value::Double(0.256), "#.##", "0.26"),
            (Value::Double(0.256), ".##", ".26"),
            (Value::Long(0), "#", "0"),
            (Value::Long(0), "0.", "0."),
            (Value::Double(12.5), "$#,##0.00", "$12.50"),
            (Value::Double(9.99), "0.0", "10.0"),
            (Value::Double(-0.4), "0", "-0"),
            (Value::Long(5), "'#'0", "#5"),
            (Value::Long(5), "'it''s' 0", "it's 5"),
            (Value::Long(1000), "", "1,000"),
            (Value::Double(0.000_123), "0.###E0", "1.23E-4"),
            (Value::Double(123_456_789.987_654_33), "#,##0.##########", "123,456,789.98765433"),
            (Value::Long(5), "¤0 ¤¤", "$5 USD"),
        ] {
            let format = DecimalFormat::parse(pattern).unwrap();
            assert_eq!(format.print(&number, Symbols::AMERICAN).unwrap(), expected, "{number:?} by {pattern}");
        }
    }

    #[test]
    fn signs_are_those_of_the_locale() {
        for (locale, number, pattern, expected) in [
            ("de_DE", -1_234_567.5, "#,##0.00 ¤", "-1.234.567,50 €"),
            ("fr_FR", 1_234_567.5, "#,##0.##", "1\u{202f}234\u{202f}567,5"),
            ("sv_SE", -0.000_5, "0.#E0", "\u{2212}5×10^\u{2212}4"),
            ("ar_EG", 1_234.5, "#,##0.0", "١٬٢٣٤٫٥"),
            ("fa", 0.5, "0%", "۵۰٪"),
            ("ru", f64::NAN, "0", "не\u{a0}число"),
            ("de_CH", 1_234.5, "¤¤ #,##0.00", "CHF 1\u{2019}234.50"),
        ] {
            let format = DecimalFormat::parse(pattern).unwrap();
            let printed = format.print(&Value::Double(number), Symbols::named(locale)).unwrap();
            assert_eq!(printed, expected, "{number} by {pattern} in {locale}");
        }
    }

    #[test]
    fn patterns_java_refuses() {
        for pattern in ["0#", "0#0", "0.0#0", "0.0.0", "0E", "0x0", "0,", "0%%", ";", "0;;", "'0"] {
            assert!(DecimalFormat::parse(pattern).is_err(), "{pattern}");
        }
    }
}
