//! Durations as Java reads them (`java.time.Duration`): `PT10M`, `P1DT2H`, `PT0.5S`.

/// What is wrong with a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationProblem {
    /// One line that says what is wrong.
    pub message: String,
    /// What was probably meant.
    pub instead: Option<String>,
}

/// The seconds of a duration.
///
/// # Errors
///
/// What is wrong with it, and what was probably meant.
pub fn parse(text: &str) -> Result<f64, DurationProblem> {
    let upper = text.trim().to_ascii_uppercase();
    let (sign, body) = match upper.as_bytes().first() {
        Some(b'-') => (-1.0, &upper[1..]),
        Some(b'+') => (1.0, &upper[1..]),
        _ => (1.0, upper.as_str()),
    };
    let problem = |message: &str| DurationProblem { message: message.to_owned(), instead: meant(&upper) };
    let Some(rest) = body.strip_prefix('P') else {
        return Err(problem("expected an ISO 8601 duration such as `PT10M`"));
    };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    if date.is_empty() && time.is_none_or(str::is_empty) || time.is_some_and(str::is_empty) {
        return Err(problem("a duration names at least one amount, such as `PT10M`"));
    }
    let mut seconds = 0.0;
    for (number, unit) in parts(date).ok_or_else(|| problem("expected an ISO 8601 duration such as `PT10M`"))? {
        match unit {
            'D' => seconds += number * 86_400.0,
            'W' | 'M' | 'Y' => return Err(problem("weeks, months and years have no fixed length here; write days")),
            _ => return Err(problem("hours, minutes and seconds stand behind a `T`")),
        }
    }
    let mut last = 0;
    for (number, unit) in
        parts(time.unwrap_or_default()).ok_or_else(|| problem("expected an ISO 8601 duration such as `PT10M`"))?
    {
        let (order, factor) = match unit {
            'H' => (1, 3600.0),
            'M' => (2, 60.0),
            'S' => (3, 1.0),
            'D' => return Err(problem("days stand before the `T`")),
            _ => return Err(problem("behind the `T` stand hours, minutes and seconds")),
        };
        if order <= last {
            return Err(problem("hours come before minutes, minutes before seconds"));
        }
        last = order;
        seconds += number * factor;
    }
    Ok(sign * seconds)
}

/// The amounts with their units, in order; `None` where there is something else.
fn parts(text: &str) -> Option<Vec<(f64, char)>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        if letter.is_ascii_alphabetic() {
            parts.push((text[start..at].replace(',', ".").parse().ok()?, letter));
            start = at + 1;
        }
    }
    (start == text.len()).then_some(parts)
}

/// What was probably meant by `10m`, `1h30m`, `90 seconds`, `PT3D`, `P1W`.
fn meant(upper: &str) -> Option<String> {
    let mut amounts = [0.0_f64; 4];
    let mut number = String::new();
    let mut unit = String::new();
    let text = upper.trim_start_matches('P').replacen('T', "", 1);
    let had_t = upper.starts_with('P') && upper.contains('T');
    let take = |number: &mut String, unit: &mut String, amounts: &mut [f64; 4]| -> Option<()> {
        let amount: f64 = number.parse().ok()?;
        let (at, factor) = match unit.as_str() {
            "W" | "WEEK" | "WEEKS" => (0, 7.0),
            "D" | "DAY" | "DAYS" => (0, 1.0),
            "H" | "HR" | "HRS" | "HOUR" | "HOURS" => (1, 1.0),
            "M" | "MIN" | "MINS" | "MINUTE" | "MINUTES" => (2, 1.0),
            "S" | "SEC" | "SECS" | "SECOND" | "SECONDS" => (3, 1.0),
            _ => return None,
        };
        amounts[at] += amount * factor;
        number.clear();
        unit.clear();
        Some(())
    };
    let source = if had_t { text.as_str() } else { upper.trim_start_matches('P') };
    for letter in source.chars() {
        match letter {
            '0'..='9' | '.' => {
                if !unit.is_empty() {
                    take(&mut number, &mut unit, &mut amounts)?;
                }
                number.push(letter);
            }
            ' ' => {}
            letter if letter.is_ascii_alphabetic() && !number.is_empty() => unit.push(letter),
            _ => return None,
        }
    }
    if !number.is_empty() {
        take(&mut number, &mut unit, &mut amounts)?;
    }
    let [days, hours, minutes, seconds] = amounts;
    let mut out = String::from("P");
    if days > 0.0 {
        out.push_str(&format!("{days}D"));
    }
    if hours + minutes + seconds > 0.0 {
        out.push('T');
        for (amount, unit) in [(hours, 'H'), (minutes, 'M'), (seconds, 'S')] {
            if amount > 0.0 {
                out.push_str(&format!("{amount}{unit}"));
            }
        }
    }
    (out.len() > 1 && out != upper).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_java_reads() {
        for (text, seconds) in [
            ("PT10M", 600.0),
            ("pt5m", 300.0),
            ("P1DT2H", 93_600.0),
            ("PT0.25S", 0.25),
            ("P3D", 259_200.0),
            ("-PT5S", -5.0),
        ] {
            assert_eq!(parse(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn says_what_was_meant() {
        for (text, instead) in [
            ("10m", Some("PT10M")),
            ("1h30m", Some("PT1H30M")),
            ("90 seconds", Some("PT90S")),
            ("PT3D", Some("P3D")),
            ("P1W", Some("P7D")),
            ("5", None),
            ("soon", None),
            ("PT", None),
            ("P", None),
            ("PT5M3H", Some("PT3H5M")),
        ] {
            let problem = parse(text).expect_err(text);
            assert_eq!(problem.instead.as_deref(), instead, "{text}");
        }
    }
}
