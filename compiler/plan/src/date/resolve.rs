//! From the values of fields to a date: what was read must add up.

use jiff::civil::{Date, DateTime, Time};

use super::field::{Field, WeekSource, Weeks};
use super::locale::Locale;
use super::parse::{Parsed, parse};
use super::pattern::{Pattern, Strictness};
use super::{Moment, Zone};

/// A text read by a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    date: Date,
    time: Option<Time>,
    zone: Option<Zone>,
    offset: Option<jiff::tz::Offset>,
}

impl Pattern {
    /// Reads a text; `None` where it does not follow the pattern or is no date.
    pub(crate) fn read(&self, text: &str, locale: Locale) -> Option<Reading> {
        let parsed = parse(self, text, locale)?;
        resolve(parsed, self.strictness, locale.weeks())
    }
}

impl Reading {
    /// The moment it stands for, in a zone where it names none; a date alone is its first moment.
    ///
    /// As Kestra reads dates: with a zone, else as local date and time, else as a date.
    pub(crate) fn moment(&self, zone: &Zone) -> Option<Moment> {
        let Some(time) = self.time else {
            return Moment::local(self.date, Time::midnight(), zone).ok();
        };
        let there = DateTime::from_parts(self.date, time);
        match (&self.zone, self.offset) {
            (Some(own), Some(offset)) => {
                // A time that the zone's clocks skip is moved as a local one; else the offset counts.
                let ambiguous = own.rules().to_ambiguous_timestamp(there);
                if matches!(ambiguous.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
                    return Moment::local(self.date, time, own).ok();
                }
                Some(Moment::at(offset.to_timestamp(there).ok()?, own))
            }
            (Some(own), None) => Moment::local(self.date, time, own).ok(),
            (None, Some(offset)) => Some(Moment { date: self.date, time, offset, zone: Zone::fixed(offset) }),
            (None, None) => Moment::local(self.date, time, zone).ok(),
        }
    }

    /// The date.
    pub(crate) fn date(&self) -> Date {
        self.date
    }

    /// The time of day, where it has one.
    pub(crate) fn time(&self) -> Option<Time> {
        self.time
    }

    /// Whether it names a zone or an offset.
    pub(crate) fn is_zoned(&self) -> bool {
        self.zone.is_some() || self.offset.is_some()
    }
}

fn resolve(mut parsed: Parsed, strictness: Strictness, weeks: Weeks) -> Option<Reading> {
    let (field_ranges, parsed) =
        (parsed.fields.iter().all(|(field, value)| in_range(*field, *value, strictness)), &mut parsed);
    if !field_ranges {
        return None;
    }
    let date = resolve_date(parsed, strictness, weeks)?;
    let (time, days) = resolve_time(parsed, strictness)?;
    let date = date.checked_add(jiff::Span::new().days(days)).ok()?;
    let noon = Time::midnight();
    let moment = Moment {
        date,
        time: time.unwrap_or(noon),
        offset: jiff::tz::Offset::UTC,
        zone: Zone::fixed(jiff::tz::Offset::UTC),
    };
    for (field, value) in &parsed.fields {
        let of_time = matches!(
            field,
            Field::AmPm
                | Field::HourOfAmPm
                | Field::HourOfDay
                | Field::MinuteOfHour
                | Field::SecondOfMinute
                | Field::NanoOfSecond
        );
        if !(of_time && time.is_none()) && field.of(&moment, weeks) != *value {
            return None;
        }
    }
    Some(Reading { date, time, zone: parsed.zone.clone(), offset: parsed.offset })
}

fn in_range(field: Field, value: i64, strictness: Strictness) -> bool {
    let (least, most) = field.range();
    let midnight = match field {
        Field::HourOfDay => value == 24,
        Field::ClockHourOfDay | Field::ClockHourOfAmPm => value == 0,
        _ => false,
    };
    (least..=most).contains(&value) || midnight && strictness == Strictness::Smart
}

fn resolve_date(parsed: &mut Parsed, strictness: Strictness, weeks: Weeks) -> Option<Date> {
    if let Some(day) = parsed.take(Field::ModifiedJulianDay) {
        let epoch = jiff::civil::date(1858, 11, 17);
        return epoch.checked_add(jiff::Span::new().try_days(day).ok()?).ok();
    }
    if let Some(year_of_era) = parsed.take(Field::YearOfEra) {
        let year = match parsed.take(Field::Era) {
            Some(0) => 1 - year_of_era,
            _ => year_of_era,
        };
        parsed.set(Field::Year, year)?;
    }
    for source in [WeekSource::Locale, WeekSource::Iso] {
        let rules = if source == WeekSource::Iso { Weeks::ISO } else { weeks };
        if let Some(date) = week_date(parsed, source, rules) {
            return Some(date);
        }
    }
    let year = i16::try_from(parsed.take(Field::Year)?).ok()?;
    if let (Some(month), Some(day)) = (parsed.get(Field::MonthOfYear), parsed.get(Field::DayOfMonth)) {
        parsed.take(Field::MonthOfYear);
        parsed.take(Field::DayOfMonth);
        let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
        let day = i8::try_from(day).ok()?;
        let day = if strictness == Strictness::Smart { day.min(first.days_in_month()) } else { day };
        return Date::new(year, first.month(), day).ok();
    }
    let day = parsed.take(Field::DayOfYear)?;
    let first = Date::new(year, 1, 1).ok()?;
    (day <= i64::from(first.days_in_year())).then(|| first.checked_add(jiff::Span::new().days(day - 1)).ok()).flatten()
}

/// A week-based year, its week and the day of the week.
fn week_date(parsed: &mut Parsed, source: WeekSource, weeks: Weeks) -> Option<Date> {
    let year = parsed.get(Field::WeekBasedYear(source))?;
    let week = parsed.get(Field::WeekOfYear(source))?;
    let day = match parsed.get(Field::LocalDayOfWeek(source)) {
        Some(day) => day,
        None => (parsed.get(Field::DayOfWeek)? - i64::from(weeks.first_day)).rem_euclid(7) + 1,
    };
    for field in [Field::WeekBasedYear(source), Field::WeekOfYear(source), Field::LocalDayOfWeek(source)] {
        parsed.take(field);
    }
    let first = weeks.first_of_year(i16::try_from(year).ok()?)?;
    first.checked_add(jiff::Span::new().days((week - 1) * 7 + day - 1)).ok()
}

/// The time of day with the days it runs over; without an hour there is none.
fn resolve_time(parsed: &mut Parsed, strictness: Strictness) -> Option<(Option<Time>, i64)> {
    if let Some(hour) = parsed.take(Field::ClockHourOfDay) {
        parsed.set(Field::HourOfDay, hour % 24)?;
    }
    if let Some(hour) = parsed.take(Field::ClockHourOfAmPm) {
        parsed.set(Field::HourOfAmPm, hour % 12)?;
    }
    if let (Some(half), Some(hour)) = (parsed.get(Field::AmPm), parsed.get(Field::HourOfAmPm)) {
        parsed.take(Field::AmPm);
        parsed.take(Field::HourOfAmPm);
        parsed.set(Field::HourOfDay, half * 12 + hour)?;
    }
    if let Some(nanos) = parsed.take(Field::NanoOfDay) {
        split_nanos(parsed, nanos)?;
    }
    if let Some(millis) = parsed.take(Field::MilliOfDay) {
        split_nanos(parsed, millis * 1_000_000)?;
    }
    let minute = parsed.get(Field::MinuteOfHour);
    let second = parsed.get(Field::SecondOfMinute);
    let nano = parsed.get(Field::NanoOfSecond);
    let gap = minute.is_none() && (second.is_some() || nano.is_some())
        || minute.is_some() && second.is_none() && nano.is_some();
    let Some(hour) = parsed.get(Field::HourOfDay).filter(|_| !gap) else {
        return Some((None, 0));
    };
    let (minute, second, nano) = (minute.unwrap_or(0), second.unwrap_or(0), nano.unwrap_or(0));
    for field in [Field::HourOfDay, Field::MinuteOfHour, Field::SecondOfMinute, Field::NanoOfSecond] {
        parsed.take(field);
    }
    if hour == 24 {
        let midnight = minute == 0 && second == 0 && nano == 0 && strictness == Strictness::Smart;
        return midnight.then_some((Some(Time::midnight()), 1));
    }
    let part = |value: i64| i8::try_from(value).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second)?, i32::try_from(nano).ok()?).ok()?;
    Some((Some(time), 0))
}

fn split_nanos(parsed: &mut Parsed, nanos: i64) -> Option<()> {
    let seconds = nanos / 1_000_000_000;
    parsed.set(Field::HourOfDay, seconds / 3600)?;
    parsed.set(Field::MinuteOfHour, seconds / 60 % 60)?;
    parsed.set(Field::SecondOfMinute, seconds % 60)?;
    parsed.set(Field::NanoOfSecond, nanos % 1_000_000_000)
}
