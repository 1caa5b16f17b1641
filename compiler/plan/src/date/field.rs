//! The fields of dates and times that patterns name, and their values for a moment.

use jiff::civil::Date;

use super::Moment;

/// Whose weeks are counted: where they begin and how many days the first one of a year has at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weeks {
    /// Monday is 1.
    pub(super) first_day: i8,
    /// Days of the new year in its first week.
    pub(super) minimal_days: i8,
}

impl Weeks {
    /// Weeks of ISO 8601.
    pub(super) const ISO: Self = Self { first_day: 1, minimal_days: 4 };

    /// The day of the week counted from the first one, 1 to 7.
    pub(super) fn day(self, date: Date) -> i64 {
        (i64::from(date.weekday().to_monday_one_offset()) - i64::from(self.first_day)).rem_euclid(7) + 1
    }

    /// The week of the month, from 0 where the first days belong to the week before.
    fn of_month(self, date: Date) -> i64 {
        self.number(i64::from(date.day()), self.day(date))
    }

    /// The year that the week belongs to, and the number of the week in it.
    fn of_year(self, date: Date) -> (i64, i64) {
        let day = self.day(date);
        let year = i64::from(date.year());
        let week = self.number(i64::from(date.day_of_year()), day);
        if week == 0 {
            let Ok(last) = date.first_of_year().yesterday() else { return (year, week) };
            return (year - 1, self.number(i64::from(last.day_of_year()), self.day(last)));
        }
        let first_of_next = i64::from(date.days_in_year()) + 1;
        let day_of_next = (day + first_of_next - i64::from(date.day_of_year()) - 1).rem_euclid(7) + 1;
        let weeks = self.number(first_of_next, day_of_next);
        // The first of January may stand in week 1 of its own year.
        let week_of_next = self.number(1, day_of_next);
        if week_of_next == 1 && week >= weeks { (year + 1, 1) } else { (year, week) }
    }

    /// The number of the week that holds the nth day, which is the given day of its week.
    fn number(self, nth: i64, day: i64) -> i64 {
        let first = (day - nth).rem_euclid(7) + 1;
        let begin = first - 1;
        let offset = if 7 - begin >= i64::from(self.minimal_days) { 7 - begin } else { -begin };
        // Days before `offset` belong to the first or the zeroth week.
        let full = if offset > 0 { 1 } else { 0 };
        if offset > 0 {
            if nth <= offset { full } else { full + (nth - offset - 1) / 7 + 1 }
        } else {
            let rest = 7 - begin;
            if nth <= rest { 0 } else { (nth - rest - 1) / 7 + 1 }
        }
    }

    /// The first day of a week-based year's week 1.
    pub(super) fn first_of_year(self, year: i16) -> Option<Date> {
        let first = Date::new(year, 1, 1).ok()?;
        let begin = self.day(first) - 1;
        let back = if 7 - begin >= i64::from(self.minimal_days) { -begin } else { 7 - begin };
        first.checked_add(jiff::Span::new().days(back)).ok()
    }
}

/// A field whose value is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Era,
    YearOfEra,
    Year,
    QuarterOfYear,
    MonthOfYear,
    DayOfYear,
    DayOfMonth,
    AlignedWeekOfMonth,
    DayOfWeek,
    AmPm,
    HourOfDay,
    ClockHourOfDay,
    HourOfAmPm,
    ClockHourOfAmPm,
    MinuteOfHour,
    SecondOfMinute,
    NanoOfSecond,
    MilliOfDay,
    NanoOfDay,
    ModifiedJulianDay,
    /// Where the week of the locale begins matters.
    LocalDayOfWeek(WeekSource),
    WeekOfMonth(WeekSource),
    WeekOfYear(WeekSource),
    WeekBasedYear(WeekSource),
}

/// Where the rules for weeks come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WeekSource {
    Locale,
    Iso,
}

impl Field {
    /// The value for a moment, under the weeks of a locale.
    pub(super) fn of(self, moment: &Moment, weeks: Weeks) -> i64 {
        let (date, time) = (moment.date, moment.time);
        let hour = i64::from(time.hour());
        let nanos_of_day = ((hour * 60 + i64::from(time.minute())) * 60 + i64::from(time.second())) * 1_000_000_000
            + i64::from(time.subsec_nanosecond());
        let chosen = |source| match source {
            WeekSource::Locale => weeks,
            WeekSource::Iso => Weeks::ISO,
        };
        match self {
            Self::Era => i64::from(date.year() > 0),
            Self::YearOfEra => {
                let year = i64::from(date.year());
                if year > 0 { year } else { 1 - year }
            }
            Self::Year => i64::from(date.year()),
            Self::QuarterOfYear => i64::from((date.month() - 1) / 3 + 1),
            Self::MonthOfYear => i64::from(date.month()),
            Self::DayOfYear => i64::from(date.day_of_year()),
            Self::DayOfMonth => i64::from(date.day()),
            Self::AlignedWeekOfMonth => i64::from((date.day() - 1) / 7 + 1),
            Self::DayOfWeek => i64::from(date.weekday().to_monday_one_offset()),
            Self::AmPm => hour / 12,
            Self::HourOfDay => hour,
            Self::ClockHourOfDay => {
                if hour == 0 {
                    24
                } else {
                    hour
                }
            }
            Self::HourOfAmPm => hour % 12,
            Self::ClockHourOfAmPm => {
                if hour % 12 == 0 {
                    12
                } else {
                    hour % 12
                }
            }
            Self::MinuteOfHour => i64::from(time.minute()),
            Self::SecondOfMinute => i64::from(time.second()),
            Self::NanoOfSecond => i64::from(time.subsec_nanosecond()),
            Self::MilliOfDay => nanos_of_day / 1_000_000,
            Self::NanoOfDay => nanos_of_day,
            Self::ModifiedJulianDay => i64::from(date.since(MODIFIED_JULIAN_EPOCH).map_or(0, |span| span.get_days())),
            Self::LocalDayOfWeek(source) => chosen(source).day(date),
            Self::WeekOfMonth(source) => chosen(source).of_month(date),
            Self::WeekOfYear(source) => chosen(source).of_year(date).1,
            Self::WeekBasedYear(source) => chosen(source).of_year(date).0,
        }
    }

    /// The values that are not refused when a text is read.
    pub(super) fn range(self) -> (i64, i64) {
        match self {
            Self::Era | Self::AmPm => (0, 1),
            Self::YearOfEra => (1, 9999),
            Self::Year | Self::WeekBasedYear(_) => (-9999, 9999),
            Self::QuarterOfYear => (1, 4),
            Self::MonthOfYear => (1, 12),
            Self::DayOfYear => (1, 366),
            Self::DayOfMonth => (1, 31),
            Self::AlignedWeekOfMonth => (1, 5),
            Self::DayOfWeek | Self::LocalDayOfWeek(_) => (1, 7),
            Self::HourOfDay => (0, 23),
            Self::ClockHourOfDay => (1, 24),
            Self::HourOfAmPm => (0, 11),
            Self::ClockHourOfAmPm => (1, 12),
            Self::MinuteOfHour | Self::SecondOfMinute => (0, 59),
            Self::NanoOfSecond => (0, 999_999_999),
            Self::MilliOfDay => (0, 86_399_999),
            Self::NanoOfDay => (0, 86_399_999_999_999),
            Self::ModifiedJulianDay => (i64::MIN, i64::MAX),
            Self::WeekOfMonth(_) => (0, 6),
            Self::WeekOfYear(_) => (0, 54),
        }
    }

    /// Java's name, as its messages have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Era => "Era",
            Self::YearOfEra => "YearOfEra",
            Self::Year => "Year",
            Self::QuarterOfYear => "QuarterOfYear",
            Self::MonthOfYear => "MonthOfYear",
            Self::DayOfYear => "DayOfYear",
            Self::DayOfMonth => "DayOfMonth",
            Self::AlignedWeekOfMonth => "AlignedWeekOfMonth",
            Self::DayOfWeek | Self::LocalDayOfWeek(_) => "DayOfWeek",
            Self::AmPm => "AmPmOfDay",
            Self::HourOfDay => "HourOfDay",
            Self::ClockHourOfDay => "ClockHourOfDay",
            Self::HourOfAmPm => "HourOfAmPm",
            Self::ClockHourOfAmPm => "ClockHourOfAmPm",
            Self::MinuteOfHour => "MinuteOfHour",
            Self::SecondOfMinute => "SecondOfMinute",
            Self::NanoOfSecond => "NanoOfSecond",
            Self::MilliOfDay => "MilliOfDay",
            Self::NanoOfDay => "NanoOfDay",
            Self::ModifiedJulianDay => "ModifiedJulianDay",
            Self::WeekOfMonth(_) => "WeekOfMonth",
            Self::WeekOfYear(_) => "WeekOfWeekBasedYear",
            Self::WeekBasedYear(_) => "WeekBasedYear",
        }
    }
}

const MODIFIED_JULIAN_EPOCH: Date = jiff::civil::date(1858, 11, 17);
