//! Patterns of Java's `DateTimeFormatter`, compiled: `yyyy-MM-dd'T'HH:mm[:ss]`.

use std::ops::Range;

use super::field::{Field, WeekSource};
use super::locale::{Place, Style, Width};
use super::named;
use super::names::Season;

/// A compiled pattern: prints and reads dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    pub(super) items: Vec<Item>,
    pub(super) strictness: Strictness,
}

/// What a pattern is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Literal(Box<str>),
    Number(Number),
    /// Digits after the point.
    Fraction {
        digits: Range<usize>,
        point: Point,
        width: AdjacentWidth,
    },
    Text {
        field: Field,
        width: Width,
        place: Place,
    },
    /// English names whatever the locale is.
    English(Field),
    Period(Width),
    Offset {
        layout: Layout,
        zero: &'static str,
    },
    LocalizedOffset(Width),
    ZoneId,
    /// Only where the zone is a region: `Europe/Paris`, not `+01:00`.
    Region,
    ZoneName {
        width: Width,
        season: Season,
    },
    Pad {
        width: usize,
        item: Box<Item>,
    },
    Optional(Vec<Item>),
    /// A point in time as ISO 8601 in UTC.
    Instant,
    /// A date and time in a style of the locale.
    Style(Style),
    /// From here on capital and small letters are the same.
    IgnoreCase,
    /// From here on numbers may have fewer digits and offsets fewer parts.
    Lenient,
    /// From here on not.
    Strict,
}

/// Whether a decimal point is part of a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Printed,
    Absent,
}

/// A number of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) field: Field,
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) sign: Sign,
    pub(super) width: AdjacentWidth,
    pub(super) digits: Digits,
}

/// Whether all digits are shown or the last ones only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    All,
    /// Two digits, for the years 2000 to 2099.
    LastTwo,
}

/// How numbers that follow each other share digits when they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AdjacentWidth {
    /// It takes what it finds, but leaves so many digits for those behind.
    Leaves(usize),
    /// It is one of those behind, and always takes its full width.
    Fixed,
}

/// When a sign is printed and accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Normal,
    NotNegative,
    ExceedsPad,
}

/// How an offset is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) minutes: Part,
    pub(super) seconds: Part,
    pub(super) colons: Colons,
}

/// When a part of an offset is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Never,
    NotZero,
    Always,
}

/// Whether parts of an offset are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colons {
    With,
    Without,
}

/// What is done with days that a month does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// The 31st of a shorter month is its last day, and 24:00 the next day.
    Smart,
    /// They are refused.
    Strict,
}

/// What is wrong with a pattern, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The bytes of the pattern that are wrong.
    pub at: Range<usize>,
    /// In one line.
    pub message: String,
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)
    }
}

impl Pattern {
    /// A format by the name Kestra gives it (`iso`, `sql`, `rfc_1123_date_time`, `full`), else a pattern.
    ///
    /// # Errors
    ///
    /// What is wrong with the pattern, and where.
    pub fn of(format: &str) -> Result<Self, PatternError> {
        named::find(format).map_or_else(|| Self::compile(format), Ok)
    }

    /// Compiles a pattern by the rules of `DateTimeFormatter.ofPattern`.
    ///
    /// # Errors
    ///
    /// What is wrong with the pattern, and where.
    pub fn compile(pattern: &str) -> Result<Self, PatternError> {
        Compiler { pattern, at: 0, open: vec![Section::default()] }.run()
    }
}

/// A stretch of items that belong together, and the number that later ones may take digits from.
#[derive(Default)]
struct Section {
    items: Vec<Item>,
    adjacent: Option<usize>,
    opened_at: usize,
}

impl Section {
    /// Adds a number; numbers that directly follow each other agree on who takes how many digits.
    fn push_number(&mut self, mut number: Number) {
        let fixed = number.min == number.max && number.sign == Sign::NotNegative;
        match self.adjacent {
            Some(base) if fixed => {
                let width = number.max;
                self.reserve(base, width);
                number.width = AdjacentWidth::Fixed;
                self.items.push(Item::Number(number));
            }
            Some(base) => {
                self.fix(base);
                self.adjacent = Some(self.items.len());
                self.items.push(Item::Number(number));
            }
            None => {
                self.adjacent = Some(self.items.len());
                self.items.push(Item::Number(number));
            }
        }
    }

    fn push_fraction(&mut self, digits: usize) {
        let width = match self.adjacent {
            Some(base) => {
                self.reserve(base, digits);
                AdjacentWidth::Fixed
            }
            None => {
                self.adjacent = Some(self.items.len());
                AdjacentWidth::Leaves(0)
            }
        };
        self.items.push(Item::Fraction { digits: digits..digits, point: Point::Absent, width });
    }

    fn reserve(&mut self, base: usize, digits: usize) {
        let (Item::Number(Number { width, .. }) | Item::Fraction { width, .. }) = &mut self.items[base] else { return };
        *width = match *width {
            AdjacentWidth::Leaves(already) => AdjacentWidth::Leaves(already + digits),
            AdjacentWidth::Fixed => AdjacentWidth::Fixed,
        };
    }

    fn fix(&mut self, base: usize) {
        if let Item::Number(Number { width, .. }) | Item::Fraction { width, .. } = &mut self.items[base] {
            *width = AdjacentWidth::Fixed;
        }
    }

    fn push(&mut self, item: Item) {
        match item {
            Item::Number(number) => self.push_number(number),
            Item::Literal(text) => {
                self.adjacent = None;
                if let Some(Item::Literal(last)) = self.items.last_mut() {
                    *last = format!("{last}{text}").into();
                } else {
                    self.items.push(Item::Literal(text));
                }
            }
            other => {
                self.adjacent = None;
                self.items.push(other);
            }
        }
    }
}

struct Compiler<'a> {
    pattern: &'a str,
    at: usize,
    open: Vec<Section>,
}

impl Compiler<'_> {
    fn run(mut self) -> Result<Pattern, PatternError> {
        while let Some(character) = self.pattern[self.at..].chars().next() {
            match character {
                'a'..='z' | 'A'..='Z' => self.letters(character)?,
                '\'' => self.quoted()?,
                '[' => {
                    let opened_at = self.at;
                    self.open.push(Section { opened_at, ..Section::default() });
                    self.at += 1;
                }
                ']' => {
                    if self.open.len() == 1 {
                        return Err(self.error(1, "`]` closes no `[`"));
                    }
                    self.at += 1;
                    self.close();
                }
                '{' | '}' | '#' => {
                    return Err(self
                        .error(1, format!("`{character}` is reserved in date patterns: quote it as `'{character}'`")));
                }
                other => {
                    self.section().push(Item::Literal(other.to_string().into()));
                    self.at += other.len_utf8();
                }
            }
        }
        while self.open.len() > 1 {
            self.close();
        }
        let items = self.open.pop().map(|section| section.items).unwrap_or_default();
        Ok(Pattern { items, strictness: Strictness::Smart })
    }

    fn section(&mut self) -> &mut Section {
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn close(&mut self) {
        if let Some(closed) = self.open.pop() {
            debug_assert!(closed.opened_at <= self.at);
            self.section().push(Item::Optional(closed.items));
        }
    }

    fn error(&self, length: usize, message: impl Into<String>) -> PatternError {
        PatternError { at: self.at..self.at + length, message: message.into() }
    }

    fn quoted(&mut self) -> Result<(), PatternError> {
        let rest = &self.pattern[self.at + 1..];
        let mut text = String::new();
        let mut from = 0;
        let length = loop {
            let Some(quote) = rest[from..].find('\'').map(|found| from + found) else {
                return Err(self.error(self.pattern.len() - self.at, "the quoted text of the date pattern has no end"));
            };
            text.push_str(&rest[from..quote]);
            if rest[quote + 1..].starts_with('\'') {
                text.push('\'');
                from = quote + 2;
            } else {
                break quote;
            }
        };
        if length == 0 {
            text.push('\'');
        }
        self.at += length + 2;
        self.section().push(Item::Literal(text.into()));
        Ok(())
    }

    /// How often the letter stands here.
    fn run_of(&self, letter: char) -> usize {
        self.pattern[self.at..].chars().take_while(|character| *character == letter).count()
    }

    fn letters(&mut self, letter: char) -> Result<(), PatternError> {
        let count = self.run_of(letter);
        if letter != 'p' {
            let item = self.field(letter, count)?;
            self.at += count;
            self.add(item);
            return Ok(());
        }
        let next = self.pattern[self.at + count..].chars().next().filter(char::is_ascii_alphabetic);
        let Some(next) = next else {
            return Err(self.error(count, "`p` pads what follows, and nothing follows"));
        };
        self.at += count;
        let following = self.run_of(next);
        let item = self.field(next, following)?;
        self.at += following;
        self.section().push(Item::Pad { width: count, item: Box::new(item) });
        Ok(())
    }

    fn add(&mut self, item: Item) {
        match item {
            Item::Fraction { digits, point: Point::Absent, .. } => self.section().push_fraction(digits.end),
            other => self.section().push(other),
        }
    }

    fn field(&self, letter: char, count: usize) -> Result<Item, PatternError> {
        let too_many = || {
            Err(self.error(
                count,
                format!("`{}` has too many letters for a date pattern", String::from(letter).repeat(count)),
            ))
        };
        let week = WeekSource::Locale;
        let item = match letter {
            'G' => Item::Text {
                field: Field::Era,
                width: match count {
                    1..=3 => Width::Short,
                    4 => Width::Full,
                    5 => Width::Narrow,
                    _ => return too_many(),
                },
                place: Place::Inside,
            },
            'u' | 'y' => {
                let field = if letter == 'u' { Field::Year } else { Field::YearOfEra };
                match count {
                    2 => Item::Number(Number { digits: Digits::LastTwo, ..number(field, 2, 2, Sign::NotNegative) }),
                    1 | 3 => Item::Number(number(field, count, 19, Sign::Normal)),
                    4..=19 => Item::Number(number(field, count, 19, Sign::ExceedsPad)),
                    _ => return too_many(),
                }
            }
            'Y' => match count {
                2 => Item::Number(Number {
                    digits: Digits::LastTwo,
                    ..number(Field::WeekBasedYear(week), 2, 2, Sign::NotNegative)
                }),
                1..=19 => Item::Number(number(
                    Field::WeekBasedYear(week),
                    count,
                    19,
                    if count < 4 { Sign::Normal } else { Sign::ExceedsPad },
                )),
                _ => return too_many(),
            },
            'M' => return self.text_or_number(Field::MonthOfYear, Place::Inside, letter, count),
            'L' => return self.text_or_number(Field::MonthOfYear, Place::Alone, letter, count),
            'Q' => return self.text_or_number(Field::QuarterOfYear, Place::Inside, letter, count),
            'q' => return self.text_or_number(Field::QuarterOfYear, Place::Alone, letter, count),
            'E' => Item::Text {
                field: Field::DayOfWeek,
                place: Place::Inside,
                width: match count {
                    1..=3 => Width::Short,
                    4 => Width::Full,
                    5 => Width::Narrow,
                    _ => return too_many(),
                },
            },
            'e' => match count {
                1 | 2 => Item::Number(number(Field::LocalDayOfWeek(week), count, count, Sign::NotNegative)),
                _ => return self.text_or_number(Field::DayOfWeek, Place::Inside, letter, count),
            },
            'c' => match count {
                1 => Item::Number(number(Field::LocalDayOfWeek(week), 1, 1, Sign::NotNegative)),
                2 => return Err(self.error(2, "`cc` is no day of the week: `c` is its number, `ccc` its name")),
                _ => return self.text_or_number(Field::DayOfWeek, Place::Alone, letter, count),
            },
            'w' if count <= 2 => Item::Number(number(Field::WeekOfYear(week), count, 2, Sign::NotNegative)),
            'W' if count == 1 => Item::Number(number(Field::WeekOfMonth(week), 1, 1, Sign::NotNegative)),
            'a' if count == 1 => Item::Text { field: Field::AmPm, width: Width::Short, place: Place::Inside },
            'S' if count <= 9 => {
                Item::Fraction { digits: count..count, point: Point::Absent, width: AdjacentWidth::Leaves(0) }
            }
            'F' if count == 1 => Item::Number(number(Field::AlignedWeekOfMonth, 1, 19, Sign::Normal)),
            'd' | 'h' | 'H' | 'k' | 'K' | 'm' | 's' if count <= 2 => {
                let field = match letter {
                    'd' => Field::DayOfMonth,
                    'h' => Field::ClockHourOfAmPm,
                    'H' => Field::HourOfDay,
                    'k' => Field::ClockHourOfDay,
                    'K' => Field::HourOfAmPm,
                    'm' => Field::MinuteOfHour,
                    _ => Field::SecondOfMinute,
                };
                Item::Number(plain(field, count))
            }
            'D' => match count {
                1 => Item::Number(plain(Field::DayOfYear, 1)),
                2 | 3 => Item::Number(number(Field::DayOfYear, count, 3, Sign::NotNegative)),
                _ => return too_many(),
            },
            'g' if count <= 19 => Item::Number(number(Field::ModifiedJulianDay, count, 19, Sign::Normal)),
            'A' | 'n' | 'N' if count <= 19 => {
                let field = match letter {
                    'A' => Field::MilliOfDay,
                    'n' => Field::NanoOfSecond,
                    _ => Field::NanoOfDay,
                };
                Item::Number(number(field, count, 19, Sign::NotNegative))
            }
            'B' => Item::Period(match count {
                1 => Width::Short,
                4 => Width::Full,
                5 => Width::Narrow,
                _ => return Err(self.error(count, "a part of the day is written `B`, `BBBB` or `BBBBB`")),
            }),
            'z' if count <= 4 => {
                Item::ZoneName { width: if count == 4 { Width::Full } else { Width::Short }, season: Season::Now }
            }
            'v' => Item::ZoneName {
                season: Season::Any,
                width: match count {
                    1 => Width::Short,
                    4 => Width::Full,
                    _ => return Err(self.error(count, "the name of a zone is written `v` or `vvvv`")),
                },
            },
            'V' => match count {
                2 => Item::ZoneId,
                _ => return Err(self.error(count, "the id of a zone is written `VV`")),
            },
            'Z' => match count {
                1..=3 => {
                    Item::Offset { layout: Layout::new(Part::Always, Part::Never, Colons::Without), zero: "+0000" }
                }
                4 => Item::LocalizedOffset(Width::Full),
                5 => Item::Offset { layout: Layout::new(Part::Always, Part::NotZero, Colons::With), zero: "Z" },
                _ => return too_many(),
            },
            'O' => match count {
                1 => Item::LocalizedOffset(Width::Short),
                4 => Item::LocalizedOffset(Width::Full),
                _ => return Err(self.error(count, "an offset is written `O` or `OOOO`")),
            },
            'X' | 'x' => {
                let layout = match count {
                    1 => Layout::new(Part::NotZero, Part::Never, Colons::Without),
                    2 => Layout::new(Part::Always, Part::Never, Colons::Without),
                    3 => Layout::new(Part::Always, Part::Never, Colons::With),
                    4 => Layout::new(Part::Always, Part::NotZero, Colons::Without),
                    5 => Layout::new(Part::Always, Part::NotZero, Colons::With),
                    _ => return too_many(),
                };
                let zero = match (letter, count) {
                    ('X', _) => "Z",
                    (_, 1) => "+00",
                    (_, 2 | 4) => "+0000",
                    _ => "+00:00",
                };
                Item::Offset { layout, zero }
            }
            'w' | 'W' | 'a' | 'S' | 'F' | 'd' | 'h' | 'H' | 'k' | 'K' | 'm' | 's' | 'g' | 'A' | 'n' | 'N' | 'z' => {
                return too_many();
            }
            _ => {
                return Err(
                    self.error(count, format!("`{letter}` means nothing in a date pattern: quote text as `'text'`"))
                );
            }
        };
        Ok(item)
    }

    fn text_or_number(&self, field: Field, place: Place, letter: char, count: usize) -> Result<Item, PatternError> {
        let width = match count {
            1 | 2 => return Ok(Item::Number(plain(field, count))),
            3 => Width::Short,
            4 => Width::Full,
            5 => Width::Narrow,
            _ => {
                return Err(self.error(
                    count,
                    format!("`{}` has too many letters for a date pattern", String::from(letter).repeat(count)),
                ));
            }
        };
        Ok(Item::Text { field, width, place })
    }
}

impl Layout {
    pub(super) const fn new(minutes: Part, seconds: Part, colons: Colons) -> Self {
        Self { minutes, seconds, colons }
    }
}

/// A number with so many digits at least and at most.
pub(super) const fn number(field: Field, min: usize, max: usize, sign: Sign) -> Number {
    Number { field, min, max, sign, width: AdjacentWidth::Leaves(0), digits: Digits::All }
}

/// One letter: as many digits as needed; two: exactly two.
fn plain(field: Field, count: usize) -> Number {
    if count == 1 { number(field, 1, 19, Sign::Normal) } else { number(field, count, count, Sign::NotNegative) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_pointed_at() {
        let cases = [
            ("yyyy-bb", 5..7, "`b` means nothing in a date pattern: quote text as `'text'`"),
            ("bogus", 0..1, "`b` means nothing in a date pattern: quote text as `'text'`"),
            ("yyyy-MM-dd'T", 10..12, "the quoted text of the date pattern has no end"),
            ("HH:mm]", 5..6, "`]` closes no `[`"),
            ("{}", 0..1, "`{` is reserved in date patterns: quote it as `'{'`"),
            ("ddd", 0..3, "`ddd` has too many letters for a date pattern"),
            ("VVV", 0..3, "the id of a zone is written `VV`"),
            ("pp", 0..2, "`p` pads what follows, and nothing follows"),
        ];
        for (pattern, at, message) in cases {
            assert_eq!(Pattern::compile(pattern), Err(PatternError { at, message: message.to_owned() }), "{pattern}");
        }
    }

    #[test]
    fn quotes_and_sections_are_understood() {
        let pattern = Pattern::compile("'o''clock'''[ z").expect("a pattern");
        assert_eq!(pattern.items[0], Item::Literal("o'clock'".into()));
        assert!(matches!(&pattern.items[1], Item::Optional(items) if items.len() == 2));
    }
}
