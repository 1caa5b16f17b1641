//! Lengths of time as authors write them: ISO 8601 as Java reads it, or a number of seconds.

use jiff::SignedDuration;

/// Reads what [`plan::date::duration::parse`] reads, with spaces around it, or a number of seconds.
pub fn parse(text: &str) -> Option<SignedDuration> {
    let text = text.trim();
    match text.parse::<f64>() {
        Ok(seconds) => SignedDuration::try_from_secs_f64(seconds).ok(),
        Err(_) => plan::date::duration::parse(text),
    }
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
