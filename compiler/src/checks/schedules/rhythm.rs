//! How often words say that a schedule fires, and how often it does: `weekly`, `every 5 minutes`, `on Mondays`.

use plan::cron::{Cron, CronField};

/// How often something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rhythm {
    /// Every so many minutes.
    Minutes(i64),
    /// Every so many hours.
    Hours(i64),
    /// Every day.
    Days,
    /// From Monday to Friday.
    Weekdays,
    /// Once a week.
    Weeks,
    /// On one day of the week, Sunday being 0.
    Weekday(i8),
    /// Once a month.
    Months,
}

const WEEKDAYS: &[&str] = &["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// What a text says, and how it is: where it speaks of one rhythm, and the expression has another.
pub(super) fn mismatch(cron: &Cron, text: &str) -> Option<(String, String)> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = said(&words);
    // Whoever speaks of several may mean any of them.
    let [(rhythm, range)] = said.as_slice() else { return None };
    (!fits(cron, *rhythm)).then(|| (format!("`{}`", words[range.clone()].join(" ")), fires(cron)))
}

/// The rhythms that words speak of, and where.
fn said(words: &[&str]) -> Vec<(Rhythm, std::ops::Range<usize>)> {
    let mut found: Vec<(Rhythm, std::ops::Range<usize>)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let behind = |count: usize| words.get(at + count).copied().unwrap_or_default();
        let every = matches!(*word, "every" | "each");
        let weekday = |word: &str| WEEKDAYS.iter().position(|day| word == *day).and_then(|it| i8::try_from(it).ok());
        let (rhythm, length) = match (*word, every.then(|| behind(1))) {
            ("hourly", _) => (Rhythm::Hours(1), 1),
            ("daily" | "nightly", _) => (Rhythm::Days, 1),
            ("weekly", _) => (Rhythm::Weeks, 1),
            ("monthly", _) => (Rhythm::Months, 1),
            ("weekdays" | "workdays", _) => (Rhythm::Weekdays, 1),
            (_, Some("minute")) => (Rhythm::Minutes(1), 2),
            (_, Some("hour")) => (Rhythm::Hours(1), 2),
            (_, Some("day" | "morning" | "evening" | "night")) => (Rhythm::Days, 2),
            (_, Some("weekday" | "workday")) => (Rhythm::Weekdays, 2),
            (_, Some("week")) => (Rhythm::Weeks, 2),
            (_, Some("month")) => (Rhythm::Months, 2),
            (_, Some(next)) => match (next.parse::<i64>(), behind(2), weekday(next)) {
                (Ok(count), "minutes" | "minute" | "min" | "mins", _) => (Rhythm::Minutes(count), 3),
                (Ok(count), "hours" | "hour", _) => (Rhythm::Hours(count), 3),
                (_, _, Some(day)) => (Rhythm::Weekday(day), 2),
                _ => continue,
            },
            ("on", None) => match weekday(behind(1).trim_end_matches('s')) {
                Some(day) => (Rhythm::Weekday(day), 2),
                None => continue,
            },
            _ => continue,
        };
        if !found.iter().any(|(known, _)| *known == rhythm) {
            found.push((rhythm, at..at + length));
        }
    }
    found
}

fn fits(cron: &Cron, rhythm: Rhythm) -> bool {
    let each_day = cron.day.any && cron.weekday.any;
    match rhythm {
        Rhythm::Minutes(count) => apart(&cron.minute, 60) == Some(count),
        Rhythm::Hours(count) => apart(&cron.minute, 60) == Some(60) && apart(&cron.hour, 24) == Some(count),
        // Days on which nobody works are often left out without a word.
        Rhythm::Days => !cron.hour.any && (each_day || cron.day.any && cron.weekday.iter().count() > 1),
        Rhythm::Weekdays | Rhythm::Weeks => !each_day,
        Rhythm::Weekday(day) => {
            !each_day && (cron.weekday.any || cron.weekday.has(day) || day == 0 && cron.weekday.has(7))
        }
        Rhythm::Months => !cron.day.any,
    }
}

/// How far the values of a field lie apart, where that is regular; of one value the whole size.
fn apart(field: &CronField, size: i64) -> Option<i64> {
    let values: Vec<i64> = field.iter().map(i64::from).collect();
    let mut gaps = values.windows(2).map(|pair| pair[1] - pair[0]);
    match gaps.next() {
        None => Some(size),
        Some(first) => gaps.all(|gap| gap == first).then_some(first),
    }
}

/// How often an expression fires, in words.
fn fires(cron: &Cron) -> String {
    let every = |count: i64, unit: &str| match count {
        1 => format!("every {unit}"),
        count => format!("every {count} {unit}s"),
    };
    let days = match (cron.day.any, cron.weekday.any) {
        (true, true) => "every day",
        (true, false) => "on some days of the week",
        (false, _) => "on some days of the month",
    };
    match (apart(&cron.minute, 60), apart(&cron.hour, 24)) {
        (Some(minutes), _) if minutes < 60 => every(minutes, "minute"),
        (_, Some(hours)) if hours < 24 => every(hours, "hour"),
        _ => days.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use plan::cron::Seconds;

    use super::*;

    #[test]
    fn words_are_compared_with_what_fires() {
        for (text, cron, expected) in [
            ("weekly", "0 9 * * *", Some("every day")),
            ("weekly", "0 9 * * 1", None),
            ("every 5 minutes", "*/15 * * * *", Some("every 15 minutes")),
            ("every 15 minutes at work", "*/15 9-17 * * 1-5", None),
            ("hourly", "0 9 * * *", Some("every day")),
            ("hourly", "0 9-17 * * *", None),
            ("daily report", "0 9 * * 1-5", None),
            ("daily report", "0 9 * * 1", Some("on some days of the week")),
            ("every Monday at 9", "0 9 * * 1", None),
            ("every Monday at 9", "0 9 * * 2", Some("on some days of the week")),
            ("on Sundays", "0 9 * * 0", None),
            ("monthly", "0 9 1 * *", None),
            ("monthly", "0 9 * * *", Some("every day")),
            ("daily and weekly numbers", "0 9 * * *", None),
        ] {
            let parsed = Cron::parse(cron, Seconds::Without).expect("an expression");
            assert_eq!(mismatch(&parsed, text).map(|it| it.1).as_deref(), expected, "{text}: {cron}");
        }
    }
}
