//! Times and zones that people write in words: `9 AM UTC`, `16:30`, `Austin @ 4pm`.

use std::ops::Range;

/// A time of day that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The hour, from 0.
    pub hour: i8,
    /// The minute, where one is said.
    pub minute: Option<i8>,
    /// As it is written.
    pub text: String,
}

/// A zone that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneSaid {
    /// As it is written.
    pub said: String,
    /// Its name in the IANA database, where that is certain.
    pub name: Option<String>,
}

/// Abbreviations of zones, with the zone that is most likely meant.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("UTC", "UTC"),
    ("GMT", "Etc/GMT"),
    ("CET", "Europe/Paris"),
    ("CEST", "Europe/Paris"),
    ("BST", "Europe/London"),
    ("EST", "America/New_York"),
    ("EDT", "America/New_York"),
    ("ET", "America/New_York"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("MST", "America/Denver"),
    ("MDT", "America/Denver"),
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("PT", "America/Los_Angeles"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("AEST", "Australia/Sydney"),
];

/// Places whose time people speak of: `London time`, `Eastern time`.
const PLACES: &[(&str, &str)] = &[
    ("London", "Europe/London"),
    ("Dublin", "Europe/Dublin"),
    ("Paris", "Europe/Paris"),
    ("Berlin", "Europe/Berlin"),
    ("Madrid", "Europe/Madrid"),
    ("Rome", "Europe/Rome"),
    ("Amsterdam", "Europe/Amsterdam"),
    ("Zurich", "Europe/Zurich"),
    ("Vienna", "Europe/Vienna"),
    ("Stockholm", "Europe/Stockholm"),
    ("Central European", "Europe/Paris"),
    ("New York", "America/New_York"),
    ("Eastern", "America/New_York"),
    ("Chicago", "America/Chicago"),
    ("Denver", "America/Denver"),
    ("Pacific", "America/Los_Angeles"),
    ("Toronto", "America/Toronto"),
    ("Tokyo", "Asia/Tokyo"),
    ("Singapore", "Asia/Singapore"),
    ("India", "Asia/Kolkata"),
    ("Dubai", "Asia/Dubai"),
    ("Sydney", "Australia/Sydney"),
];

/// The zone that is most likely meant by an abbreviation.
pub fn abbreviation(name: &str) -> Option<&'static str> {
    ABBREVIATIONS.iter().find(|(short, _)| short.eq_ignore_ascii_case(name)).map(|(_, zone)| *zone)
}

/// The times of day that a text names; only what is certainly one: with minutes, or with `am` or `pm`.
pub fn times(text: &str) -> Vec<Said> {
    let bytes = text.as_bytes();
    let mut found: Vec<Said> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit()
            || at > 0
                && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b':' | b'.' | b'-' | b'/' | b'+'))
        {
            at += 1;
            continue;
        }
        let start = at;
        let digits = |from: usize| bytes[from..].iter().take_while(|it| it.is_ascii_digit()).count();
        let length = digits(at);
        at += length;
        let mut minute = None;
        if bytes.get(at) == Some(&b':') && digits(at + 1) == 2 {
            minute = text[at + 1..at + 3].parse::<i8>().ok();
            at += 3;
            // Seconds belong to it.
            if bytes.get(at) == Some(&b':') && digits(at + 1) == 2 {
                at += 3;
            }
        }
        let rest = text[at..].trim_start().to_ascii_lowercase();
        let half = ["am", "pm", "a.m.", "p.m."]
            .into_iter()
            .find(|half| rest.starts_with(half) && !rest[half.len()..].starts_with(|it: char| it.is_alphanumeric()));
        let Ok(hour) = text[start..start + length].parse::<i8>() else { continue };
        let hour = match half {
            Some(half) if (1..=12).contains(&hour) => {
                at += text[at..].len() - text[at..].trim_start().len() + half.len();
                hour % 12 + if half.starts_with('p') { 12 } else { 0 }
            }
            Some(_) => continue,
            None if minute.is_some() && (0..24).contains(&hour) => hour,
            None => continue,
        };
        if minute.is_some_and(|it| it > 59) || bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let said = Said { hour, minute, text: text[start..at].to_owned() };
        // `15:00 (3:00 PM)` says one time twice.
        if !found.iter().any(|it| it.hour == said.hour && it.minute.unwrap_or(0) == said.minute.unwrap_or(0)) {
            found.push(said);
        }
    }
    found
}

/// The zone that a text names beside a time of day, or in full.
pub fn zone(text: &str) -> Option<ZoneSaid> {
    let mut words =
        text.split(|it: char| !(it.is_alphanumeric() || matches!(it, '/' | '_' | '@'))).filter(|it| !it.is_empty());
    let full = words.clone().find(|word| word.contains('/') && plan::date::rules(word).is_some());
    if let Some(full) = full {
        return Some(ZoneSaid { said: full.to_owned(), name: Some(full.to_owned()) });
    }
    let known = |word: &&str| ABBREVIATIONS.iter().find(|(short, _)| short == word);
    let speaks_of_time = !times(text).is_empty() || text.to_ascii_lowercase().contains("every");
    if let Some((short, zone)) = words.clone().find_map(|word| known(&word)) {
        // Two letters are a zone only beside a time.
        if short.len() > 2 || speaks_of_time {
            return Some(ZoneSaid { said: (*short).to_owned(), name: Some((*zone).to_owned()) });
        }
    }
    // `8 o'clock London time`.
    let lower = text.to_ascii_lowercase();
    let places = if lower.contains(" time") { PLACES } else { &[] };
    let local = places.iter().find_map(|(place, zone)| {
        let said = format!("{place} time");
        lower.find(&said.to_ascii_lowercase()).map(|at| (text[at..at + said.len()].to_owned(), *zone))
    });
    if let Some((said, zone)) = local {
        return Some(ZoneSaid { said, name: Some(zone.to_owned()) });
    }
    // `Austin @ 4pm`: a place, and a time there.
    let place = words.next()?;
    let is_place = place.chars().next().is_some_and(char::is_uppercase) && words.next() == Some("@");
    (is_place && !times(text).is_empty()).then(|| ZoneSaid { said: place.to_owned(), name: None })
}

/// The bytes of an offset behind a time of day: `T09:00:00+01:00`.
pub fn offset(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        let signed = matches!(bytes[at], b'+' | b'-') && digit(at + 1) && digit(at + 2);
        let colon = bytes.get(at + 3) == Some(&b':') && digit(at + 4) && digit(at + 5) && !digit(at + 6);
        let before = text.get(..at)?.ends_with(|it: char| it.is_ascii_digit());
        let time = bytes[..at].iter().rev().take(8).filter(|it| **it == b':').count() >= 1;
        (signed && colon && before && time).then(|| at..at + 6)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times() {
        let read = |text: &str| times(text).iter().map(|it| (it.hour, it.minute)).collect::<Vec<_>>();
        for (text, expected) in [
            ("every morning at 8:00 AM", vec![(8, Some(0))]),
            ("Every Friday at 15:00 (3:00 PM) UTC", vec![(15, Some(0))]),
            ("Austin @ 4pm Fridays", vec![(16, None)]),
            ("12 am", vec![(0, None)]),
            ("at 9", vec![]),
            ("version 1.10 of 2024-01-01T09:00", vec![]),
            ("10 amounts", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn reads_zones() {
        let read = |text: &str| zone(text).map(|it| it.said);
        for (text, expected) in [
            ("daily at 07:00 UTC", Some("UTC")),
            ("9 AM in Europe/Paris", Some("Europe/Paris")),
            (" Austin @ 4pm Fridays", Some("Austin")),
            ("parse the ET field", None),
            ("at 9:30 ET", Some("ET")),
            ("every morning", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn finds_offsets() {
        for (text, expected) in [
            ("yyyy-MM-dd'T'09:00:00+01:00", Some("+01:00")),
            ("2026-01-31T09:00:00Z", None),
            ("2026-01-31", None),
            ("a+01:00", None),
        ] {
            assert_eq!(offset(text).map(|it| &text[it]), expected, "{text}");
        }
    }
}
