//! Floating-point numbers as Java prints them: `1.0`, `1.0E7`, `Infinity`.
//!
//! `Double.toString` since JDK 19 gives the shortest digits that read back as the same number, two at least.

use std::fmt::{LowerExp, Write};
use std::str::FromStr;

/// Prints like `Double.toString`.
pub fn double(value: f64) -> String {
    let mut out = String::with_capacity(24);
    write_double(&mut out, value);
    out
}

/// Prints like `Float.toString`.
pub fn float(value: f32) -> String {
    let mut out = String::with_capacity(16);
    write_float(&mut out, value);
    out
}

/// Appends like `Double.toString`.
pub(super) fn write_double(out: &mut String, value: f64) {
    if value.is_finite() {
        write_finite(out, value, value == 0.0, value.is_sign_negative());
    } else {
        out.push_str(non_finite(value));
    }
}

/// Appends like `Float.toString`.
pub(super) fn write_float(out: &mut String, value: f32) {
    if value.is_finite() {
        write_finite(out, value, value == 0.0, value.is_sign_negative());
    } else {
        out.push_str(non_finite(f64::from(value)));
    }
}

fn non_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

/// Between 10⁻³ and 10⁷ plain, else with an exponent; always with a fraction.
fn write_finite<F>(out: &mut String, value: F, zero: bool, negative: bool)
where
    F: LowerExp + FromStr + PartialEq + Copy,
{
    if zero {
        out.push_str(if negative { "-0.0" } else { "0.0" });
        return;
    }
    let (digits, exponent) = shortest(value);
    if negative {
        out.push('-');
    }
    if (-3..7).contains(&exponent) {
        write_plain(out, &digits, exponent);
    } else {
        let (first, rest) = digits.split_at(1);
        out.push_str(first);
        out.push('.');
        out.push_str(if rest.is_empty() { "0" } else { rest });
        let _ = write!(out, "E{exponent}");
    }
}

fn write_plain(out: &mut String, digits: &str, exponent: i32) {
    if exponent < 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
        out.push_str(digits);
        return;
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        out.push_str(digits);
        out.extend(std::iter::repeat_n('0', whole - digits.len()));
        out.push_str(".0");
    } else {
        out.push_str(&digits[..whole]);
        out.push('.');
        out.push_str(&digits[whole..]);
    }
}

/// The significant digits without sign, and the power of ten of the first.
///
/// Where one digit is enough to tell the number apart, Java takes the nearest decimal of two.
fn shortest<F>(value: F) -> (String, i32)
where
    F: LowerExp + FromStr + PartialEq + Copy,
{
    let text = format!("{value:e}");
    let (digits, exponent) = split(&text);
    if digits.len() > 1 {
        return (digits, exponent);
    }
    let two = format!("{value:.1e}");
    match two.parse::<F>() {
        Ok(same) if same == value => {
            let (digits, exponent) = split(&two);
            (digits.trim_end_matches('0').to_owned(), exponent)
        }
        _ => (digits, exponent),
    }
}

fn split(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).collect();
    (digits, exponent.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_print_as_in_java() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (100.0, "100.0"),
            (1.5, "1.5"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (123_456_789.0, "1.23456789E8"),
            (0.001, "0.001"),
            (0.000_99, "9.9E-4"),
            (1e-5, "1.0E-5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (2e23, "2.0E23"),
            (f64::MAX, "1.7976931348623157E308"),
            (5e-324, "4.9E-324"),
            (2e-323, "2.0E-323"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ];
        for (value, text) in cases {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn floats_print_with_their_own_precision() {
        for (value, text) in
            [(1.123_f32, "1.123"), (1e10, "1.0E10"), (3.4e38, "3.4E38"), (1e-45, "1.4E-45"), (0.1, "0.1")]
        {
            assert_eq!(float(value), text);
        }
    }
}
