//! `isPublicHoliday`.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::calendar;
use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;
use crate::{Value, java};

/// `isPublicHoliday(date, 'FR')`.
pub(super) static FUNCTION: Function = Function {
    doc: "Countries with a calendar: AT, AU, BE, BG, BR, CA, CH, CZ, DE, DK, EE, ES, FI, FR, GB, GR, HR, HU, IE, IT, LT, LU, LV, MX, \
          NL, NO, NZ, PL, PT, RO, SE, SI, SK, US, ZA.",
    parameters: &[
        Parameter::required(
            "date",
            &[Kind::Temporal, Kind::Text],
            "A date or date-time; the date counts as it is written, in its own zone.",
        ),
        Parameter::required("countryCode", Kind::TEXT, "The country, like `FR`.").checked(check),
        Parameter::optional(
            "subDivision",
            &[Kind::Text, Kind::Null],
            "",
            "A part of the country that has further holidays, like `by` in `DE`.",
        ),
    ],
    returns: Returns::Kinds(Kind::BOOL),
    since: Version::new(2, 0),
    examples: &[
        Example { template: "{{ isPublicHoliday('2024-07-14', 'FR') }}", result: "true" },
        Example { template: "{{ isPublicHoliday('2024-05-30', 'DE', 'by') }}", result: "true" },
    ],
    ..Function::new(Form::Function, "isPublicHoliday", "Whether a date is a public holiday.", call)
};

const TABLE: &str = include_str!("holiday/table.txt");

fn check(country: &Value) -> Result<(), String> {
    let Some(country) = country.as_str() else { return Ok(()) };
    rules(&country.to_lowercase()).map(drop).ok_or_else(|| unknown(country))
}

fn unknown(country: &str) -> String {
    format!("there is no calendar of public holidays for the country `{country}`")
}

fn rules(place: &str) -> Option<&'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#')).find_map(|line| line.strip_prefix(place)?.strip_prefix(' '))
}

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let date = calendar::date(arguments)?;
    let country = match arguments.required(1)? {
        Value::Null => return Err(arguments.wrong_kind(1, &Value::Null)),
        value => java::to_text(value),
    };
    let part = arguments.get(2).filter(|part| !part.is_null()).map(java::to_text);
    is_public_holiday(date, &country, part.as_deref()).map(Value::Bool).map_err(Error::new)
}

/// Whether a date is a public holiday of a country, or of a part of it: both by their ISO 3166 codes.
///
/// # Errors
///
/// When there is no calendar for the country.
pub fn is_public_holiday(date: Date, country: &str, part: Option<&str>) -> Result<bool, String> {
    let code = country.to_lowercase();
    let national = rules(&code).ok_or_else(|| unknown(country))?;
    let regional = part.and_then(|part| rules(&format!("{code}-{}", part.to_lowercase())));
    let all = national.split(' ').chain(regional.into_iter().flat_map(|rules| rules.split(' ')));
    // A holiday may be moved into the next year, or back into this one.
    let years = date.year() - 1..=date.year() + 1;
    Ok(all.filter_map(Rule::read).any(|rule| years.clone().any(|year| rule.date(year) == Some(date))))
}

/// A holiday of every year.
struct Rule<'a> {
    base: &'a str,
    from: i16,
    to: i16,
    every: i16,
    /// From which weekday to which, and in which direction.
    moves: Vec<(Weekday, Weekday, i64)>,
}

impl<'a> Rule<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut rule = Self { base: text, from: i16::MIN, to: i16::MAX, every: 1, moves: Vec::new() };
        let mut rest = text;
        // Moves stand at the end, six letters with a sign in the middle.
        while let Some((at, sign)) = rest.char_indices().rev().find(|(_, sign)| matches!(sign, '<' | '>')) {
            let (on, to) = (weekday(rest.get(at.checked_sub(3)?..at)?)?, weekday(rest.get(at + 1..at + 4)?)?);
            rule.moves.push((on, to, if sign == '>' { 1 } else { -1 }));
            rest = &rest[..at - 3];
        }
        if let Some((before, every)) = rest.split_once('%') {
            rule.every = every.parse().ok()?;
            rest = before;
        }
        if let Some((before, years)) = rest.split_once('@') {
            let (from, to) = years.split_once('-').unwrap_or((years, ""));
            rule.from = if from.is_empty() { i16::MIN } else { from.parse().ok()? };
            rule.to = if to.is_empty() { i16::MAX } else { to.parse().ok()? };
            rest = before;
        }
        rule.base = rest;
        Some(rule)
    }

    fn date(&self, year: i16) -> Option<Date> {
        if year < self.from || year > self.to || year % self.every != 0 {
            return None;
        }
        let date = base(self.base, year)?;
        let moved = self.moves.iter().find(|(on, _, _)| *on == date.weekday());
        match moved {
            Some((_, to, direction)) => date.nth_weekday(i32::try_from(*direction).ok()?, *to).ok(),
            None => Some(date),
        }
    }
}

fn base(rule: &str, year: i16) -> Option<Date> {
    let from = |sunday: Option<Date>, days: &str| sunday?.checked_add(Span::new().days(days.parse::<i64>().ok()?)).ok();
    if let Some(days) = rule.strip_prefix('e') {
        return from(easter(year), days);
    }
    if let Some(days) = rule.strip_prefix('o') {
        return from(orthodox_easter(year), days);
    }
    if rule.is_char_boundary(3)
        && let Some(day) = weekday(&rule[..3])
    {
        let first = fixed(&rule[3..], year)?;
        return if first.weekday() == day { Some(first) } else { first.nth_weekday(1, day).ok() };
    }
    let Some(letters) = rule.find(|next: char| next.is_ascii_alphabetic()) else { return fixed(rule, year) };
    let nth: i8 = rule[..letters].parse().ok()?;
    let day = weekday(rule.get(letters..letters + 3)?)?;
    let (month, days) = rule[letters + 3..].split_once('+').unwrap_or((&rule[letters + 3..], "0"));
    let found = Date::new(year, month.parse().ok()?, 1).ok()?.nth_weekday_of_month(nth, day).ok()?;
    found.checked_add(Span::new().days(days.parse::<i64>().ok()?)).ok()
}

fn fixed(text: &str, year: i16) -> Option<Date> {
    let (month, day) = text.split_once('-')?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let (leap_centuries, centuries) = (century / 4, century % 4);
    let correction = (century + 8) / 25;
    let moon = (19 * golden + century - leap_centuries - (century - correction + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * centuries + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let days = moon + sunday - 7 * late + 114;
    Date::new(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

/// Easter Sunday as the Julian calendar has it, by the rule of Meeus, on the day of the Gregorian calendar.
fn orthodox_easter(year: i16) -> Option<Date> {
    let behind = i64::from(year / 100 - year / 400 - 2);
    let year = i32::from(year);
    let moon = (19 * (year % 19) + 15) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let days = moon + sunday + 114;
    let julian = Date::new(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?);
    julian.ok()?.checked_add(Span::new().days(behind)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_with_a_calendar_is_named() {
        let codes = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(' ').next());
        let codes = codes.filter(|code| !code.contains('-')).map(str::to_uppercase);
        let named = FUNCTION.doc.trim_start_matches("Countries with a calendar: ").trim_end_matches('.').split(", ");
        assert_eq!(named.collect::<Vec<_>>(), codes.collect::<Vec<_>>());
    }

    #[test]
    fn every_rule_gives_a_date_in_some_year() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            for text in line.split(' ').skip(1) {
                let rule = Rule::read(text).unwrap_or_else(|| panic!("{text}"));
                assert!((1800..2100).any(|year| rule.date(year).is_some()), "{text}");
            }
        }
    }

    #[test]
    fn holidays_fall_where_they_do() {
        let on = |place: &str, date: &str| {
            let date: Date = date.parse().expect("a date");
            rules(place)
                .expect("a calendar")
                .split(' ')
                .filter_map(Rule::read)
                .any(|rule| rule.date(date.year()) == Some(date))
        };
        for (place, date) in [
            ("fr", "2024-05-20"),
            ("us", "2024-11-28"),
            ("us", "2024-11-05"),
            ("us", "2027-06-18"),
            ("gb", "2022-06-03"),
            ("gb", "2021-12-27"),
            ("gb", "2021-12-28"),
            ("gb-en", "2022-01-03"),
            ("de-sn", "2024-11-20"),
            ("ca-on", "2024-05-20"),
            ("se", "2024-06-22"),
            ("ch-ge", "2024-09-05"),
            ("gr", "2024-05-05"),
            ("gr", "2024-03-18"),
            ("ro", "2025-04-18"),
            ("bg", "2023-04-17"),
            ("br", "2024-02-13"),
            ("au", "2022-12-27"),
            ("au-vic", "2023-11-07"),
            ("nz", "2022-02-07"),
            ("za", "2022-05-02"),
            ("mx", "2024-03-18"),
            ("hu", "2024-05-20"),
        ] {
            assert!(on(place, date), "{place} {date}");
        }
        for (place, date) in [("fr", "2024-07-15"), ("us", "2025-11-04"), ("gb", "2021-12-25"), ("us", "2020-06-19")] {
            assert!(!on(place, date), "{place} {date}");
        }
    }
}
