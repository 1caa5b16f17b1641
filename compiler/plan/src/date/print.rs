//! Printing a moment by a pattern.

use std::fmt::Write;

use jiff::tz::Offset;

use super::field::Field;
use super::locale::{Locale, Place, Width};
use super::pattern::{Colons, Digits, Item, Layout, Number, Part, Pattern, Point, Sign};
use super::{Moment, names, zone};

impl Pattern {
    /// Prints a moment.
    ///
    /// # Errors
    ///
    /// In one line what cannot be printed so: a number that is too wide, a negative year without sign.
    pub fn print(&self, moment: &Moment, locale: Locale) -> Result<String, String> {
        let mut out = String::with_capacity(32);
        print(&self.items, moment, locale, &mut out)?;
        Ok(out)
    }
}

fn print(items: &[Item], moment: &Moment, locale: Locale, out: &mut String) -> Result<(), String> {
    items.iter().try_for_each(|item| print_item(item, moment, locale, out))
}

fn print_item(item: &Item, moment: &Moment, locale: Locale, out: &mut String) -> Result<(), String> {
    match item {
        Item::Literal(text) => out.push_str(text),
        Item::Number(number) => print_number(number, number.field.of(moment, locale.weeks()), out)?,
        Item::Fraction { digits, point, .. } => {
            let all = format!("{:09}", moment.time.subsec_nanosecond());
            let significant = all.trim_end_matches('0').len().clamp(digits.start, digits.end);
            if significant > 0 {
                if *point == Point::Printed {
                    out.push('.');
                }
                out.push_str(&all[..significant]);
            }
        }
        Item::Text { field, width, place } => {
            out.push_str(name(*field, field.of(moment, locale.weeks()), *width, *place, locale));
        }
        Item::English(field) => {
            let value = field.of(moment, locale.weeks());
            out.push_str(name(*field, value, Width::Short, Place::Inside, Locale::american()));
        }
        Item::Period(width) => out.push_str(locale.period(moment.time, *width)),
        Item::Offset { layout, zero } => print_offset(*layout, zero, moment.offset, out),
        Item::LocalizedOffset(width) => {
            out.push_str(locale.greenwich());
            print_localized_offset(*width, moment.offset, out);
        }
        Item::ZoneId => out.push_str(moment.zone.id()),
        Item::Region => {
            if !is_region(moment.zone.id()) {
                return Err("the zone is an offset, and has no name".to_owned());
            }
            out.push_str(moment.zone.id());
        }
        Item::ZoneName { width, season } => out.push_str(&names::name(moment, *width, *season, locale)),
        Item::Pad { width, item } => {
            let mut padded = String::new();
            print_item(item, moment, locale, &mut padded)?;
            let length = padded.chars().count();
            if length > *width {
                return Err(format!("`{padded}` is wider than the {width} that it is padded to"));
            }
            out.extend(std::iter::repeat_n(' ', width - length));
            out.push_str(&padded);
        }
        Item::Optional(items) => {
            let before = out.len();
            if print(items, moment, locale, out).is_err() {
                out.truncate(before);
            }
        }
        Item::Instant => {
            let instant = moment.instant().map_err(|error| error.to_string())?;
            out.push_str(&crate::java::instant(instant));
        }
        Item::Style(style) => {
            let pattern = Pattern::compile(locale.style(*style)).map_err(|error| error.message)?;
            print(&pattern.items, moment, locale, out)?;
        }
        Item::IgnoreCase | Item::Lenient | Item::Strict => {}
    }
    Ok(())
}

/// Whether an id of a zone is the name of a region.
pub(super) fn is_region(id: &str) -> bool {
    id != "Z" && !id.starts_with(['+', '-'])
}

/// The name of a value of a field in a locale.
pub(super) fn name(field: Field, value: i64, width: Width, place: Place, locale: Locale) -> &'static str {
    match field {
        Field::MonthOfYear => locale.month(value, width, place),
        Field::DayOfWeek => locale.weekday(value, width, place),
        Field::QuarterOfYear => locale.quarter(value, width, place),
        Field::AmPm => locale.half_of_day(value),
        Field::Era => locale.era(value, width),
        _ => "",
    }
}

fn print_number(number: &Number, value: i64, out: &mut String) -> Result<(), String> {
    let Number { field, min, max, sign, digits, .. } = *number;
    let magnitude = match digits {
        Digits::All => value.unsigned_abs(),
        Digits::LastTwo => value.unsigned_abs() % 100,
    };
    let text = magnitude.to_string();
    if text.len() > max {
        return Err(format!("{value} is too wide for the {} of the date pattern", field.name()));
    }
    if value < 0 && digits == Digits::All {
        match sign {
            Sign::Normal | Sign::ExceedsPad => out.push('-'),
            Sign::NotNegative => {
                return Err(format!("the {} of the date pattern cannot be negative: {value}", field.name()));
            }
        }
    } else if sign == Sign::ExceedsPad && text.len() > min {
        out.push('+');
    }
    out.extend(std::iter::repeat_n('0', min.saturating_sub(text.len())));
    out.push_str(&text);
    Ok(())
}

fn print_offset(layout: Layout, zero: &str, offset: Offset, out: &mut String) {
    let total = offset.seconds();
    if total == 0 {
        out.push_str(zero);
        return;
    }
    let (hours, minutes, seconds) = (total.abs() / 3600, total.abs() / 60 % 60, total.abs() % 60);
    let before = out.len();
    let mut printed = hours;
    out.push(if total < 0 { '-' } else { '+' });
    push(out, format_args!("{hours:02}"));
    let shown = |part, value| match part {
        Part::Never => false,
        Part::NotZero => value != 0,
        Part::Always => true,
    };
    let colon = if layout.colons == Colons::With { ":" } else { "" };
    if shown(layout.minutes, minutes) {
        push(out, format_args!("{colon}{minutes:02}"));
        printed += minutes;
        if shown(layout.seconds, seconds) {
            push(out, format_args!("{colon}{seconds:02}"));
            printed += seconds;
        }
    }
    if printed == 0 {
        out.truncate(before);
        out.push_str(zero);
    }
}

fn print_localized_offset(width: Width, offset: Offset, out: &mut String) {
    let total = offset.seconds();
    if total == 0 {
        return;
    }
    let sign = if total < 0 { '-' } else { '+' };
    let (hours, minutes, seconds) = (total.abs() / 3600, total.abs() / 60 % 60, total.abs() % 60);
    if width == Width::Full {
        push(out, format_args!("{sign}{hours:02}:{minutes:02}"));
        if seconds != 0 {
            push(out, format_args!(":{seconds:02}"));
        }
    } else {
        push(out, format_args!("{sign}{hours}"));
        if minutes != 0 || seconds != 0 {
            push(out, format_args!(":{minutes:02}"));
        }
        if seconds != 0 {
            push(out, format_args!(":{seconds:02}"));
        }
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a text cannot fail");
}

/// The id of a zone in brackets where it is a region, as Java prints behind date-times.
pub(crate) fn region_in_brackets(zone: &jiff::tz::TimeZone) -> String {
    let id = zone::Zone::from(zone);
    if is_region(id.id()) && id.id() != "UTC" { format!("[{}]", id.id()) } else { String::new() }
}
