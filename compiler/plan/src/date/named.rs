//! The formats that have names: Kestra's own, Java's ISO formats, and the styles of a locale.

use super::field::{Field, WeekSource};
use super::locale::Style;
use super::pattern::{AdjacentWidth, Colons, Item, Layout, Part, Pattern, Point, Sign, Strictness, number};

/// A format by its name.
pub(super) fn find(name: &str) -> Option<Pattern> {
    Some(match name {
        "iso" => compiled("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"),
        "iso_milli" => compiled("yyyy-MM-dd'T'HH:mm:ss.SSSXXX"),
        "iso_sec" => compiled("yyyy-MM-dd'T'HH:mm:ssXXX"),
        "sql" => compiled("yyyy-MM-dd HH:mm:ss.SSSSSS"),
        "sql_milli" => compiled("yyyy-MM-dd HH:mm:ss.SSS"),
        "sql_sec" => compiled("yyyy-MM-dd HH:mm:ss"),
        "iso_date_time" => {
            let zone = [Item::Literal("[".into()), Item::Region, Item::Literal("]".into())];
            let tail = [offset(), Item::Optional(zone.into())];
            strict([local_date(), time_mark(), local_time(), vec![Item::Optional(tail.into())]])
        }
        "iso_zoned_date_time" => zoned(),
        "iso_date" => strict([local_date(), optional_offset()]),
        "iso_time" => strict([local_time(), optional_offset()]),
        "iso_local_date" => strict([local_date()]),
        "iso_local_time" => strict([local_time()]),
        "iso_local_date_time" => local_date_time(),
        "iso_offset_time" => strict([local_time(), vec![Item::Lenient, offset(), Item::Strict]]),
        "iso_ordinal_date" => {
            let date = [year(Field::Year), dash(), Item::Number(number(Field::DayOfYear, 3, 3, Sign::NotNegative))];
            strict([date.into(), optional_offset()])
        }
        "iso_week_date" => {
            let date = [
                year(Field::WeekBasedYear(WeekSource::Iso)),
                Item::Literal("-W".into()),
                Item::Number(number(Field::WeekOfYear(WeekSource::Iso), 2, 2, Sign::NotNegative)),
                dash(),
                Item::Number(number(Field::DayOfWeek, 1, 1, Sign::NotNegative)),
            ];
            strict([date.into(), optional_offset()])
        }
        "iso_instant" => strict([vec![Item::Instant]]),
        "rfc_1123_date_time" => rfc_1123(),
        "full" => style(Style::Full),
        "long" => style(Style::Long),
        "medium" => style(Style::Medium),
        "short" => style(Style::Short),
        _ => return None,
    })
}

/// The names, for completion and documentation.
pub const NAMES: &[&str] = &[
    "iso",
    "iso_milli",
    "iso_sec",
    "sql",
    "sql_milli",
    "sql_sec",
    "iso_date_time",
    "iso_zoned_date_time",
    "iso_date",
    "iso_time",
    "iso_local_date",
    "iso_local_time",
    "iso_local_date_time",
    "iso_offset_time",
    "iso_ordinal_date",
    "iso_week_date",
    "iso_instant",
    "rfc_1123_date_time",
    "full",
    "long",
    "medium",
    "short",
];

/// `2024-02-29`.
pub(super) fn date() -> Pattern {
    strict([local_date()])
}

/// `2024-02-29T10:11:12.345`.
pub(super) fn local_date_time() -> Pattern {
    strict([local_date(), time_mark(), local_time()])
}

/// `2024-02-29T10:11:12.345+01:00[Europe/Paris]`.
pub(super) fn zoned() -> Pattern {
    let zone = [Item::Literal("[".into()), Item::Region, Item::Literal("]".into())];
    let tail = [Item::Lenient, offset(), Item::Strict, Item::Optional(zone.into())];
    strict([local_date(), time_mark(), local_time(), tail.into()])
}

fn compiled(pattern: &str) -> Pattern {
    Pattern::compile(pattern).expect("written here, and every name is tried by a test")
}

fn style(style: Style) -> Pattern {
    Pattern { items: vec![Item::Style(style)], strictness: Strictness::Smart }
}

fn strict<const N: usize>(parts: [Vec<Item>; N]) -> Pattern {
    let items = std::iter::once(Item::IgnoreCase).chain(parts.into_iter().flatten()).collect();
    Pattern { items, strictness: Strictness::Strict }
}

fn year(field: Field) -> Item {
    Item::Number(number(field, 4, 10, Sign::ExceedsPad))
}

fn two_digits(field: Field) -> Item {
    Item::Number(number(field, 2, 2, Sign::NotNegative))
}

fn dash() -> Item {
    Item::Literal("-".into())
}

fn time_mark() -> Vec<Item> {
    vec![Item::Literal("T".into())]
}

fn local_date() -> Vec<Item> {
    vec![year(Field::Year), dash(), two_digits(Field::MonthOfYear), dash(), two_digits(Field::DayOfMonth)]
}

fn local_time() -> Vec<Item> {
    let fraction = Item::Fraction { digits: 0..9, point: Point::Printed, width: AdjacentWidth::Leaves(0) };
    let colon = || Item::Literal(":".into());
    let seconds = vec![colon(), two_digits(Field::SecondOfMinute), Item::Optional(vec![fraction])];
    vec![two_digits(Field::HourOfDay), colon(), two_digits(Field::MinuteOfHour), Item::Optional(seconds)]
}

fn offset() -> Item {
    Item::Offset { layout: Layout::new(Part::Always, Part::NotZero, Colons::With), zero: "Z" }
}

fn optional_offset() -> Vec<Item> {
    vec![Item::Optional(vec![offset()])]
}

/// `Thu, 29 Feb 2024 10:11:12 GMT`; the day of the week and the seconds may be left out.
fn rfc_1123() -> Pattern {
    let literal = |text: &str| Item::Literal(text.into());
    let seconds = vec![literal(":"), two_digits(Field::SecondOfMinute)];
    let items = vec![
        Item::IgnoreCase,
        Item::Lenient,
        Item::Optional(vec![Item::English(Field::DayOfWeek), literal(", ")]),
        Item::Number(number(Field::DayOfMonth, 1, 2, Sign::NotNegative)),
        literal(" "),
        Item::English(Field::MonthOfYear),
        literal(" "),
        Item::Number(number(Field::Year, 4, 4, Sign::NotNegative)),
        literal(" "),
        two_digits(Field::HourOfDay),
        literal(":"),
        two_digits(Field::MinuteOfHour),
        Item::Optional(seconds),
        literal(" "),
        Item::Offset { layout: Layout::new(Part::Always, Part::Never, Colons::Without), zero: "GMT" },
    ];
    Pattern { items, strictness: Strictness::Smart }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_format() {
        for name in NAMES {
            assert!(find(name).is_some(), "{name}");
        }
        assert_eq!(find("sql_seq"), None);
    }
}
