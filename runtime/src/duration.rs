//! Lengths of time as authors write them: ISO 8601 as Java reads it, or a number of seconds.

use jiff::SignedDuration;

/// Reads `PT1H30M`, `P1DT2H`, `-PT5M`, `PT-5M`, `pt0.25s`, or a number of seconds; days have 24 hours.
pub fn parse(text: &str) -> Option<SignedDuration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return SignedDuration::try_from_secs_f64(seconds).ok();
    }
    let upper = text.to_ascii_uppercase();
    let (negative, rest) = match upper.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, upper.strip_prefix('+').unwrap_or(&upper)),
    };
    let rest = rest.strip_prefix('P')?;
    let (days, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (rest, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let mut total = SignedDuration::ZERO;
    if !days.is_empty() {
        let days: i64 = days.strip_suffix('D')?.parse().ok()?;
        total = total.checked_add(SignedDuration::from_secs(days.checked_mul(86_400)?))?;
    }
    let mut time = time;
    for (unit, seconds) in [('H', 3600_i64), ('M', 60)] {
        if let Some((number, rest)) = time.split_once(unit) {
            let number: i64 = number.parse().ok()?;
            total = total.checked_add(SignedDuration::from_secs(number.checked_mul(seconds)?))?;
            time = rest;
        }
    }
    if !time.is_empty() {
        total = total.checked_add(seconds(time.strip_suffix('S')?)?)?;
    }
    if negative { total.checked_neg() } else { Some(total) }
}

fn seconds(text: &str) -> Option<SignedDuration> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if fraction.len() > 9 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let negative = whole.starts_with('-');
    let whole: i64 = if matches!(whole, "" | "-" | "+") { 0 } else { whole.parse().ok()? };
    let nanoseconds: i32 = format!("{fraction:0<9}").parse().ok()?;
    let nanoseconds = if negative { -nanoseconds } else { nanoseconds };
    SignedDuration::from_secs(whole).checked_add(SignedDuration::from_nanos(i64::from(nanoseconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_java_reads() {
        let read = |text| parse(text).map(|length| length.as_millis());
        assert_eq!(read("PT5M6S"), Some(306_000));
        assert_eq!(read("P1DT1H"), Some(90_000_000));
        assert_eq!(read("pt0.25s"), Some(250));
        assert_eq!(read("PT-5M"), Some(-300_000));
        assert_eq!(read("-PT1.5S"), Some(-1500));
        assert_eq!(read("1.5"), Some(1500));
    }

    #[test]
    fn what_java_refuses() {
        for text in ["", "P", "PT", "P1Y", "PT1X", "5 minutes", "PT1S2M"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
