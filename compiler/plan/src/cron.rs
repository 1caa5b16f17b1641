//! Cron expressions: what they mean, when they fire next, and which part of one is wrong.

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Zoned};
use serde::{Deserialize, Serialize};

/// A cron expression with five fields, or six with seconds first: `0 9 * * MON-FRI`.
///
/// Fields are minute, hour, day of month, month, day of week, each `*`, a value, `a-b`, a list, or any of them
/// with `/step`; months and days of the week also by their English short names; `0` and `7` are Sunday. A
/// restricted day of month and a restricted day of week are joined by *or*, as in Unix. `@hourly`, `@daily`,
/// `@midnight`, `@weekly`, `@monthly`, `@yearly` and `@annually` are names for the obvious.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cron {
    /// The second; only `0` where the expression has five fields.
    pub second: CronField,
    /// The minute.
    pub minute: CronField,
    /// The hour.
    pub hour: CronField,
    /// The day of the month, from 1.
    pub day: CronField,
    /// The month, from 1.
    pub month: CronField,
    /// The day of the week; Sunday is 0.
    pub weekday: CronField,
}

/// One field of an expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CronField {
    /// A bit for each value that matches.
    pub values: u64,
    /// Whether it was written as `*` or `*/1`: it restricts nothing.
    pub any: bool,
    /// The step of `*/step`, where that is all it is.
    pub step: Option<u32>,
    /// Where it stands in the expression; a nickname stands for all fields.
    pub place: Range<usize>,
}

impl CronField {
    /// Whether a value matches.
    pub fn has(&self, value: i8) -> bool {
        u32::try_from(value).ok().and_then(|value| 1_u64.checked_shl(value)).is_some_and(|bit| self.values & bit != 0)
    }

    /// The values that match, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = i8> + '_ {
        (0..=59).filter(|value| self.has(*value))
    }
}

/// Whether an expression starts with seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seconds {
    /// Five fields.
    Without,
    /// Six fields.
    With,
}

/// What is wrong with an expression, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronError {
    /// The bytes of the expression that are wrong.
    pub place: Range<usize>,
    /// One line that says what would be right.
    pub message: String,
}

const NICKNAMES: &[(&str, &str)] = &[
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];
const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// No expression that fires at all waits longer: 29 February of a weekday comes back within 28 years, or 40 over a
/// century without a leap day.
const HORIZON_YEARS: i16 = 40;

impl Cron {
    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// The first part that is wrong.
    pub fn parse(text: &str, seconds: Seconds) -> Result<Self, CronError> {
        let trimmed = text.trim();
        if trimmed.starts_with('@') {
            let start = text.len() - text.trim_start().len();
            let place = start..start + trimmed.len();
            let known = NICKNAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(trimmed));
            let Some((_, meaning)) = known else {
                let names: Vec<String> = NICKNAMES.iter().map(|(name, _)| format!("`{name}`")).collect();
                let message = format!("no such nickname; there are {}", names.join(", "));
                return Err(CronError { place, message });
            };
            let mut cron = Self::parse(meaning, Seconds::Without)?;
            for field in [&mut cron.second, &mut cron.minute, &mut cron.hour, &mut cron.day, &mut cron.month] {
                field.place = place.clone();
            }
            cron.weekday.place = place;
            return Ok(cron);
        }
        let words = words(text);
        let wanted = match seconds {
            Seconds::Without => 5,
            Seconds::With => 6,
        };
        if words.len() != wanted {
            let names = "minute, hour, day of month, month, day of week";
            let order = if wanted == 6 { format!("second, {names}") } else { names.to_owned() };
            return Err(CronError {
                place: 0..text.len(),
                message: format!("expected {wanted} fields ({order}), found {}", words.len()),
            });
        }
        let mut words = words.into_iter();
        let mut next = |field: &Field| words.next().map_or_else(|| Ok(field.only(0)), |place| field.parse(text, place));
        let second = match seconds {
            Seconds::Without => SECOND.only(0),
            Seconds::With => next(&SECOND)?,
        };
        let (minute, hour, day, month) = (next(&MINUTE)?, next(&HOUR)?, next(&DAY)?, next(&MONTH)?);
        let mut weekday = next(&WEEKDAY)?;
        if weekday.values & (1 << 7) != 0 {
            weekday.values = (weekday.values & !(1 << 7)) | 1;
        }
        Ok(Self { second, minute, hour, day, month, weekday })
    }

    /// The first time after the given one, in its zone; `None` where there is none within 40 years.
    ///
    /// A time that the clocks skip counts as the moment they jump to. A time they show twice counts once, unless
    /// the expression names no hour.
    pub fn next_after(&self, after: &Zoned) -> Option<Zoned> {
        let zone = after.time_zone();
        let near = near_transition(after);
        let reach = if near { SignedDuration::from_hours(3) } else { SignedDuration::ZERO };
        let mut local = after.datetime().checked_sub(reach).ok()?;
        let mut best: Option<Zoned> = None;
        loop {
            let Some(candidate) = self.next_local(local) else { return best };
            if let Some(best) = &best
                && candidate > best.datetime().checked_add(reach).unwrap_or(DateTime::MAX)
            {
                return Some(best.clone());
            }
            for moment in self.moments(candidate, zone) {
                if moment > *after && best.as_ref().is_none_or(|best| moment < *best) {
                    best = Some(moment);
                }
            }
            if !near && best.is_some() {
                return best;
            }
            local = candidate;
        }
    }

    /// Whether there is any date on which it fires.
    pub fn ever_fires(&self) -> bool {
        // A leap year, so that 29 February counts.
        let days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        if self.day.any || !self.weekday.any {
            return true;
        }
        (1..=12_i8).zip(days).any(|(month, last)| self.month.has(month) && self.day.iter().any(|day| day <= last))
    }

    fn moments(&self, local: DateTime, zone: &TimeZone) -> Vec<Zoned> {
        let ambiguous = zone.to_ambiguous_zoned(local);
        if self.hour.any && ambiguous.is_ambiguous() {
            // In a gap both readings lie outside the expression, and the times around it match by themselves.
            if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
                return Vec::new();
            }
            return [ambiguous.clone().earlier(), ambiguous.later()].into_iter().flatten().collect();
        }
        ambiguous.compatible().into_iter().collect()
    }

    /// The first local time after the given one.
    fn next_local(&self, after: DateTime) -> Option<DateTime> {
        let first = after.date();
        let last = Date::new(first.year().saturating_add(HORIZON_YEARS).min(9999), 12, 31).ok()?;
        let mut date = first;
        loop {
            if self.month.has(date.month()) {
                if self.matches_day(date) {
                    let floor = if date == first { Some(after) } else { None };
                    if let Some(found) = self.next_time(date, floor) {
                        return Some(found);
                    }
                }
                date = date.tomorrow().ok()?;
            } else {
                date = date.last_of_month().tomorrow().ok()?;
            }
            if date > last {
                return None;
            }
        }
    }

    fn matches_day(&self, date: Date) -> bool {
        let day = self.day.has(date.day());
        let weekday = self.weekday.has(date.weekday().to_sunday_zero_offset());
        match (self.day.any, self.weekday.any) {
            (false, false) => day || weekday,
            _ => day && weekday,
        }
    }

    fn next_time(&self, date: Date, after: Option<DateTime>) -> Option<DateTime> {
        for hour in self.hour.iter() {
            if after.is_some_and(|after| hour < after.hour()) {
                continue;
            }
            for minute in self.minute.iter() {
                if after.is_some_and(|after| hour == after.hour() && minute < after.minute()) {
                    continue;
                }
                for second in self.second.iter() {
                    let found = date.at(hour, minute, second, 0);
                    if after.is_none_or(|after| found > after) {
                        return Some(found);
                    }
                }
            }
        }
        None
    }
}

/// Whether the clocks change so close to a moment that local time does not simply go on.
fn near_transition(moment: &Zoned) -> bool {
    let zone = moment.time_zone();
    let day = SignedDuration::from_hours(26);
    let at = moment.timestamp();
    let soon = zone.following(at).next().is_some_and(|it| it.timestamp().duration_since(at) < day);
    let just = zone.preceding(at).next().is_some_and(|it| at.duration_since(it.timestamp()) < day);
    soon || just
}

/// The fields of an expression, by place.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::with_capacity(6);
    let mut start = None;
    for (at, letter) in text.char_indices() {
        match (letter.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// What a field may hold.
struct Field {
    name: &'static str,
    low: u32,
    high: u32,
    names: &'static [&'static str],
}

const SECOND: Field = Field { name: "second", low: 0, high: 59, names: &[] };
const MINUTE: Field = Field { name: "minute", low: 0, high: 59, names: &[] };
const HOUR: Field = Field { name: "hour", low: 0, high: 23, names: &[] };
const DAY: Field = Field { name: "day of month", low: 1, high: 31, names: &[] };
const MONTH: Field = Field { name: "month", low: 1, high: 12, names: MONTHS };
const WEEKDAY: Field = Field { name: "day of week", low: 0, high: 7, names: WEEKDAYS };

impl Field {
    fn only(&self, value: u32) -> CronField {
        CronField { values: 1 << value, any: false, step: None, place: 0..0 }
    }

    fn parse(&self, text: &str, place: Range<usize>) -> Result<CronField, CronError> {
        let mut field = CronField { values: 0, any: false, step: None, place: place.clone() };
        let mut start = place.start;
        let parts: Vec<&str> = text[place].split(',').collect();
        for part in &parts {
            let at = start..start + part.len();
            start = at.end + 1;
            let (range, step) = match part.split_once('/') {
                Some((range, step)) => (range, Some(self.step(step, at.end - step.len()..at.end)?)),
                None => (*part, None),
            };
            let (low, high) = self.range(range, at.start..at.start + range.len(), step.is_some())?;
            if range == "*" && parts.len() == 1 {
                field.any = step.is_none_or(|step| step == 1);
                field.step = step.filter(|step| *step > 1);
            }
            for value in (low..=high).step_by(step.unwrap_or(1) as usize) {
                field.values |= 1 << value;
            }
        }
        Ok(field)
    }

    fn step(&self, text: &str, place: Range<usize>) -> Result<u32, CronError> {
        match text.parse() {
            Ok(step) if (1..=self.high).contains(&step) => Ok(step),
            _ => Err(CronError { place, message: format!("a step is a number from 1 to {}", self.high) }),
        }
    }

    fn range(&self, text: &str, place: Range<usize>, stepped: bool) -> Result<(u32, u32), CronError> {
        if text == "*" {
            // 7 is Sunday once more.
            return Ok((self.low, if self.high == 7 { 6 } else { self.high }));
        }
        let Some((low, high)) = text.split_once('-') else {
            let value = self.value(text, place)?;
            return Ok((value, if stepped { self.high } else { value }));
        };
        let from = self.value(low, place.start..place.start + low.len())?;
        let to = self.value(high, place.end - high.len()..place.end)?;
        if from > to {
            return Err(CronError { place, message: format!("the range `{text}` runs backwards") });
        }
        Ok((from, to))
    }

    fn value(&self, text: &str, place: Range<usize>) -> Result<u32, CronError> {
        if let Some(at) = self.names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
            // At most eleven.
            return Ok(u32::try_from(at).unwrap_or_default() + self.low);
        }
        match text.parse() {
            Ok(value) if (self.low..=self.high).contains(&value) && text.bytes().all(|it| it.is_ascii_digit()) => {
                Ok(value)
            }
            _ => {
                let (name, low, high) = (self.name, self.low, self.high);
                let shown = if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
                Err(CronError { place, message: format!("{name} is {low} to {high}, found {shown}") })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(cron: &str, after: &str) -> Option<String> {
        let cron = Cron::parse(cron, Seconds::Without).expect("a cron expression");
        cron.next_after(&after.parse().expect("a time")).map(|at| at.to_string())
    }

    #[test]
    fn fires_next() {
        for (cron, after, expected) in [
            ("0 9 * * *", "2026-03-01T09:00:00+00:00[UTC]", "2026-03-02T09:00:00+00:00[UTC]"),
            ("*/15 * * * *", "2026-03-01T09:07:30+00:00[UTC]", "2026-03-01T09:15:00+00:00[UTC]"),
            ("0 9 * * MON-FRI", "2026-03-06T10:00:00+00:00[UTC]", "2026-03-09T09:00:00+00:00[UTC]"),
            ("0 0 29 2 *", "2026-03-01T00:00:00+00:00[UTC]", "2028-02-29T00:00:00+00:00[UTC]"),
            ("0 0 1 * 0", "2026-03-02T00:00:00+00:00[UTC]", "2026-03-08T00:00:00+00:00[UTC]"),
            ("0 0 * * 7", "2026-03-02T00:00:00+00:00[UTC]", "2026-03-08T00:00:00+00:00[UTC]"),
            ("@monthly", "2026-03-02T00:00:00+00:00[UTC]", "2026-04-01T00:00:00+00:00[UTC]"),
            ("30 2 * * *", "2026-03-28T12:00:00+01:00[Europe/Paris]", "2026-03-29T03:30:00+02:00[Europe/Paris]"),
            ("30 2 * * *", "2026-10-25T02:30:00+02:00[Europe/Paris]", "2026-10-26T02:30:00+01:00[Europe/Paris]"),
            ("30 * * * *", "2026-10-25T02:30:00+02:00[Europe/Paris]", "2026-10-25T02:30:00+01:00[Europe/Paris]"),
            ("30 * * * *", "2026-03-29T01:30:00+01:00[Europe/Paris]", "2026-03-29T03:30:00+02:00[Europe/Paris]"),
        ] {
            assert_eq!(next(cron, after).as_deref(), Some(expected), "{cron} after {after}");
        }
        assert_eq!(next("0 0 30 2 *", "2026-03-01T00:00:00+00:00[UTC]"), None);
    }

    #[test]
    fn points_at_what_is_wrong() {
        for (cron, place, message) in [
            ("61 * * * *", 0..2, "minute is 0 to 59, found `61`"),
            ("0 9 * * MON-FUN", 12..15, "day of week is 0 to 7, found `FUN`"),
            ("0 9 * *", 0..7, "expected 5 fields (minute, hour, day of month, month, day of week), found 4"),
            ("0 17-9 * * *", 2..6, "the range `17-9` runs backwards"),
            ("*/0 * * * *", 2..3, "a step is a number from 1 to 59"),
            ("0 0 L * *", 4..5, "day of month is 1 to 31, found `L`"),
        ] {
            let error = Cron::parse(cron, Seconds::Without).expect_err(cron);
            assert_eq!((error.place, error.message.as_str()), (place, message), "{cron}");
        }
        assert!(Cron::parse("@fortnightly", Seconds::Without).is_err());
        assert!(Cron::parse("0 0 12 * * *", Seconds::With).is_ok());
    }

    #[test]
    fn knows_what_never_fires() {
        let fires = |cron| Cron::parse(cron, Seconds::Without).expect("a cron expression").ever_fires();
        assert!(!fires("0 0 30 2 *"));
        assert!(fires("0 0 29 2 *"));
        assert!(!fires("0 0 31 4,6 *"));
        assert!(fires("0 0 30 2 MON"));
    }
}
