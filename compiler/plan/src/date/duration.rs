//! Lengths of time as Java reads and prints them: `Duration.parse` and `Duration.toString`.
//!
//! A day is 24 hours, every part has its own sign (`PT-5M`), letters may be small, and only seconds have a fraction.

use std::fmt::Write;

use jiff::SignedDuration;

/// Reads `PT1H30M`, `P2DT-3S`, `-PT0.5S`; `None` for everything that Java refuses.
pub fn parse(text: &str) -> Option<SignedDuration> {
    let (negative, rest) = sign(text);
    let rest = rest.strip_prefix(['P', 'p'])?;
    let (days, time) = match rest.find(['T', 't']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let mut nanos: i128 = 0;
    if !days.is_empty() {
        let (number, after) = unit(days, 'D')?;
        if !after.is_empty() {
            return None;
        }
        nanos += whole(number)? * 86_400 * NANOS;
    } else if time.is_none() {
        return None;
    }
    if let Some(mut time) = time {
        if time.is_empty() {
            return None;
        }
        for (letter, seconds) in [('H', 3600), ('M', 60)] {
            if let Some((number, after)) = unit(time, letter) {
                nanos += whole(number)? * seconds * NANOS;
                time = after;
            }
        }
        if !time.is_empty() {
            let (number, after) = unit(time, 'S')?;
            if !after.is_empty() {
                return None;
            }
            nanos += fractional(number)?;
        }
    }
    let nanos = if negative { -nanos } else { nanos };
    let seconds = i64::try_from(nanos.div_euclid(NANOS)).ok()?;
    let rest = i32::try_from(nanos.rem_euclid(NANOS)).ok()?;
    SignedDuration::from_secs(seconds).checked_add(SignedDuration::new(0, rest))
}

/// Prints `PT1H30M`, `PT0S`, `PT-1.5S`.
pub fn print(value: SignedDuration) -> String {
    let total = value.as_nanos();
    if total == 0 {
        return "PT0S".to_owned();
    }
    let seconds = total / NANOS;
    let nanos = total % NANOS;
    let mut out = String::from("PT");
    let (hours, minutes, rest) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    if hours != 0 {
        let _ = write!(out, "{hours}H");
    }
    if minutes != 0 {
        let _ = write!(out, "{minutes}M");
    }
    if rest != 0 || nanos != 0 {
        if total < 0 && rest == 0 {
            out.push_str("-0");
        } else {
            let _ = write!(out, "{rest}");
        }
        if nanos != 0 {
            let digits = format!("{:09}", nanos.abs());
            out.push('.');
            out.push_str(digits.trim_end_matches('0'));
        }
        out.push('S');
    }
    out
}

/// Prints seconds with nine digits of fraction, as durations stand in JSON: `5400.000000000`.
pub fn decimal_seconds(value: SignedDuration) -> String {
    let total = value.as_nanos();
    let sign = if total < 0 { "-" } else { "" };
    let total = total.abs();
    format!("{sign}{}.{:09}", total / NANOS, total % NANOS)
}

const NANOS: i128 = 1_000_000_000;

fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

/// The number before the first letter, where that letter is the one asked for.
fn unit(text: &str, letter: char) -> Option<(&str, &str)> {
    let at = text.find(|character: char| character.is_ascii_alphabetic())?;
    let found = text[at..].chars().next()?;
    found.eq_ignore_ascii_case(&letter).then(|| (&text[..at], &text[at + 1..]))
}

fn whole(text: &str) -> Option<i128> {
    let (negative, digits) = sign(text);
    let value = i128::from(digits_only(digits)?);
    Some(if negative { -value } else { value })
}

fn fractional(text: &str) -> Option<i128> {
    let (negative, rest) = sign(text);
    let (seconds, fraction) = match rest.find(['.', ',']) {
        Some(at) => (&rest[..at], &rest[at + 1..]),
        None => (rest, ""),
    };
    let mut nanos = 0;
    if !fraction.is_empty() {
        if fraction.len() > 9 {
            return None;
        }
        nanos = i128::from(digits_only(fraction)?) * 10_i128.pow(9 - fraction.len() as u32);
    }
    let value = i128::from(digits_only(seconds)?) * NANOS + nanos;
    Some(if negative { -value } else { value })
}

fn digits_only(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_and_print_as_in_java() {
        let cases = [
            ("PT5M", "PT5M"),
            ("PT1H30M", "PT1H30M"),
            ("P1D", "PT24H"),
            ("P2DT3H4M", "PT51H4M"),
            ("PT-6H3M", "PT-5H-57M"),
            ("-PT-6H+3M", "PT5H57M"),
            ("PT20.345S", "PT20.345S"),
            ("pt10s", "PT10S"),
            ("PT-0.5S", "PT-0.5S"),
            ("PT0.000000001S", "PT0.000000001S"),
            ("PT90S", "PT1M30S"),
            ("PT0S", "PT0S"),
            ("PT-1.5S", "PT-1.5S"),
            ("PT1,5S", "PT1.5S"),
            ("PT.5S", ""),
            ("PT", ""),
            ("P", ""),
            ("P1DT", ""),
            ("P1Y", ""),
            ("PT1S2M", ""),
            ("PT1.5M", ""),
            ("1h", ""),
            ("", ""),
        ];
        for (text, printed) in cases {
            let read = parse(text).map(print).unwrap_or_default();
            assert_eq!(read, printed, "{text}");
        }
    }

    #[test]
    fn seconds_with_nine_digits() {
        assert_eq!(parse("PT1H30M").map(decimal_seconds).as_deref(), Some("5400.000000000"));
        assert_eq!(parse("PT-1.5S").map(decimal_seconds).as_deref(), Some("-1.500000000"));
    }
}
