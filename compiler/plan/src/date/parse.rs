//! Reading a text by a pattern into the values of its fields.

use jiff::tz::Offset;

use super::Zone;
use super::field::Field;
use super::locale::{Locale, Place, Width};
use super::names;
use super::pattern::{AdjacentWidth, Colons, Digits, Item, Layout, Number, Part, Pattern, Point, Sign};
use super::print::name;

/// What was read, before it is made a date.
#[derive(Clone, Debug, Default)]
pub(super) struct Parsed {
    pub(super) fields: Vec<(Field, i64)>,
    pub(super) offset: Option<Offset>,
    pub(super) zone: Option<Zone>,
}

impl Parsed {
    pub(super) fn get(&self, field: Field) -> Option<i64> {
        self.fields.iter().find(|(known, _)| *known == field).map(|(_, value)| *value)
    }

    pub(super) fn take(&mut self, field: Field) -> Option<i64> {
        let index = self.fields.iter().position(|(known, _)| *known == field)?;
        Some(self.fields.swap_remove(index).1)
    }

    /// Sets a field; a second value must be the same as the first.
    pub(super) fn set(&mut self, field: Field, value: i64) -> Option<()> {
        match self.get(field) {
            Some(known) => (known == value).then_some(()),
            None => {
                self.fields.push((field, value));
                Some(())
            }
        }
    }
}

/// Reads a whole text; `None` where it does not follow the pattern.
pub(super) fn parse(pattern: &Pattern, text: &str, locale: Locale) -> Option<Parsed> {
    let mut reader =
        Reader { text, at: 0, locale, parsed: Parsed::default(), case: Case::Matters, digits: Rigour::Exact };
    reader.items(&pattern.items)?;
    (reader.at == text.len()).then_some(reader.parsed)
}

/// Whether capital and small letters differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Matters,
    Ignored,
}

/// Whether numbers must have all their digits and offsets all their parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rigour {
    Exact,
    Lenient,
}

#[derive(Clone)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
    locale: Locale,
    parsed: Parsed,
    case: Case,
    digits: Rigour,
}

impl Reader<'_> {
    fn items(&mut self, items: &[Item]) -> Option<()> {
        items.iter().try_for_each(|item| self.item(item))
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn item(&mut self, item: &Item) -> Option<()> {
        match item {
            Item::Literal(text) => self.literal(text),
            Item::Number(number) => self.number(number),
            Item::Fraction { digits, point, width } => self.fraction(digits.start, digits.end, *point, *width),
            Item::Text { field, width, place } => self.name(*field, *width, *place, self.locale),
            Item::English(field) => self.name(*field, Width::Short, Place::Inside, Locale::american()),
            Item::Period(width) => self.period(*width),
            Item::Offset { layout, zero } => self.offset(*layout, zero),
            Item::LocalizedOffset(width) => self.localized_offset(*width),
            Item::ZoneId | Item::Region => self.zone_id(),
            Item::ZoneName { .. } => {
                let (zone, length) = names::find(self.rest()).or_else(|| zone_at(self.rest()))?;
                self.at += length;
                self.set_zone(zone)
            }
            Item::Pad { width, item } => self.padded(*width, item),
            Item::Optional(items) => {
                let before = self.clone();
                if self.items(items).is_none() {
                    *self = before;
                }
                Some(())
            }
            Item::Instant => None,
            Item::Style(style) => {
                let pattern = Pattern::compile(self.locale.style(*style)).ok()?;
                self.items(&pattern.items)
            }
            Item::IgnoreCase => {
                self.case = Case::Ignored;
                Some(())
            }
            Item::Lenient => {
                self.digits = Rigour::Lenient;
                Some(())
            }
            Item::Strict => {
                self.digits = Rigour::Exact;
                Some(())
            }
        }
    }

    /// How many bytes of the rest the text takes, where it stands there.
    fn starts_with(&self, text: &str) -> Option<usize> {
        let rest = self.rest();
        if self.case == Case::Matters {
            return rest.starts_with(text).then_some(text.len());
        }
        let mut there = rest.char_indices();
        for expected in text.chars() {
            let (_, found) = there.next()?;
            if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
                return None;
            }
        }
        Some(there.next().map_or(rest.len(), |(at, _)| at))
    }

    fn literal(&mut self, text: &str) -> Option<()> {
        self.at += self.starts_with(text)?;
        Some(())
    }

    fn number(&mut self, number: &Number) -> Option<()> {
        let Number { field, min, max, sign, width, digits } = *number;
        let fixed = match width {
            AdjacentWidth::Fixed => true,
            AdjacentWidth::Leaves(behind) => behind > 0 && min == max && sign == Sign::NotNegative,
        };
        let exact = self.digits == Rigour::Exact;
        let mut at = self.at;
        let mut negative = false;
        let mut positive = false;
        match self.text.as_bytes().get(at)? {
            b'+' if sign == Sign::ExceedsPad || !exact && (sign == Sign::Normal || !fixed) => {
                positive = true;
                at += 1;
            }
            b'-' if sign != Sign::NotNegative || !exact && !fixed => {
                negative = true;
                at += 1;
            }
            _ => {}
        }
        let least = if exact || fixed { min } else { 1 };
        let most = if exact || fixed { max } else { 9 };
        let behind = match width {
            AdjacentWidth::Leaves(behind) => behind,
            AdjacentWidth::Fixed => 0,
        };
        let available = self.text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut taken = available.min(most + behind);
        if taken < least {
            return None;
        }
        if behind > 0 {
            taken = available.min(least.max(taken.saturating_sub(behind)));
        }
        let mut value: i64 = self.text[at..at + taken].parse().ok()?;
        if negative {
            if value == 0 && exact {
                return None;
            }
            value = -value;
        } else if sign == Sign::ExceedsPad && exact && (positive && taken <= min || !positive && taken > min) {
            return None;
        }
        if digits == Digits::LastTwo && taken == 2 && !negative {
            value += 2000;
        }
        self.at = at + taken;
        self.parsed.set(field, value)
    }

    fn fraction(&mut self, min: usize, max: usize, point: Point, width: AdjacentWidth) -> Option<()> {
        let exact = self.digits == Rigour::Exact || width == AdjacentWidth::Fixed;
        let (min, max) = if exact { (min, max) } else { (0, 9) };
        let mut at = self.at;
        if point == Point::Printed {
            if !self.rest().starts_with('.') {
                return (min == 0).then_some(());
            }
            at += 1;
        }
        let available = self.text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let taken = available.min(max);
        if taken < min {
            return None;
        }
        let digits = &self.text[at..at + taken];
        let nanos: i64 = format!("{digits:0<9}").parse().ok()?;
        self.at = at + taken;
        self.parsed.set(Field::NanoOfSecond, nanos)
    }

    fn name(&mut self, field: Field, width: Width, place: Place, locale: Locale) -> Option<()> {
        let (first, last) = field.range();
        let mut best: Option<(i64, usize)> = None;
        let mut names = Vec::new();
        for value in first..=last {
            let name = name(field, value, width, place, locale);
            if name.is_empty() || names.contains(&name) {
                // Names that stand for two values cannot be read; a number can.
                return self.number(&super::pattern::number(field, 1, 19, Sign::Normal));
            }
            names.push(name);
            if let Some(length) = self.starts_with(name)
                && best.is_none_or(|(_, longest)| length > longest)
            {
                best = Some((value, length));
            }
        }
        let (value, length) = match best {
            Some(found) => found,
            None if self.digits == Rigour::Lenient => {
                return self.number(&super::pattern::number(field, 1, 19, Sign::Normal));
            }
            None => return None,
        };
        self.at += length;
        self.parsed.set(field, value)
    }

    /// A part of the day settles whether an hour of twelve is before or after noon.
    fn period(&mut self, width: Width) -> Option<()> {
        let mut best: Option<(i8, usize)> = None;
        for hour in 0..24 {
            for minute in [0, 30] {
                let name = self.locale.period(jiff::civil::time(hour, minute, 0, 0), width);
                if !name.is_empty()
                    && let Some(length) = self.starts_with(name)
                    && best.is_none_or(|(_, longest)| length > longest)
                {
                    best = Some((hour, length));
                }
            }
        }
        let (hour, length) = best?;
        self.at += length;
        self.parsed.set(Field::AmPm, i64::from(hour / 12))
    }

    fn offset(&mut self, layout: Layout, zero: &str) -> Option<()> {
        let sign = match self.rest().chars().next() {
            Some('+') => 1,
            Some('-') => -1,
            _ => {
                self.at += self.starts_with(zero)?;
                return self.set_offset(Offset::UTC);
            }
        };
        let mut at = self.at + 1;
        let mut total = 0;
        let mut two = |limit: i32, separator: &str| -> Option<i32> {
            let rest = self.text[at..].strip_prefix(separator)?;
            let digits = rest.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
            let value: i32 = digits.parse().ok()?;
            if value > limit {
                return None;
            }
            at += separator.len() + 2;
            Some(value)
        };
        total += two(18, "")? * 3600;
        let separator = if layout.colons == Colons::With { ":" } else { "" };
        let lenient = self.digits == Rigour::Lenient;
        let mut complete = true;
        for (part, unit) in [(layout.minutes, 60), (layout.seconds, 1)] {
            let wanted = match part {
                Part::Never if !lenient => break,
                Part::Never | Part::NotZero => false,
                Part::Always => !lenient,
            };
            match two(59, separator) {
                Some(value) => total += value * unit,
                None if wanted => {
                    complete = false;
                    break;
                }
                None => break,
            }
        }
        if !complete {
            return None;
        }
        self.at = at;
        self.set_offset(Offset::from_seconds(sign * total).ok()?)
    }

    fn localized_offset(&mut self, width: Width) -> Option<()> {
        self.literal(self.locale.greenwich())?;
        if !self.rest().starts_with(['+', '-']) {
            return self.set_offset(Offset::UTC);
        }
        if width == Width::Full {
            let layout = Layout::new(Part::Always, Part::NotZero, Colons::With);
            return self.offset(layout, "");
        }
        let length = self.rest()[1..].find(|character: char| !character.is_ascii_digit() && character != ':');
        let end = length.map_or(self.text.len(), |length| self.at + 1 + length);
        let text = &self.text[self.at..end];
        let (hours, rest) =
            text.split_once(':').map_or((text, String::new()), |(hours, rest)| (hours, format!(":{rest}")));
        let padded = if hours.len() == 2 { format!("{}0{}{rest}", &hours[..1], &hours[1..]) } else { text.to_owned() };
        let zone = Zone::of(&padded)?;
        self.at = end;
        self.set_offset(zone.rules().to_fixed_offset().ok()?)
    }

    fn zone_id(&mut self) -> Option<()> {
        let (zone, length) = zone_at(self.rest())?;
        self.at += length;
        self.set_zone(zone)
    }

    fn set_offset(&mut self, offset: Offset) -> Option<()> {
        match self.parsed.offset.replace(offset) {
            Some(before) => (before == offset).then_some(()),
            None => Some(()),
        }
    }

    fn set_zone(&mut self, zone: Zone) -> Option<()> {
        match self.parsed.zone.replace(zone) {
            Some(before) => (Some(&before) == self.parsed.zone.as_ref()).then_some(()),
            None => Some(()),
        }
    }

    fn padded(&mut self, width: usize, item: &Item) -> Option<()> {
        let end = self.rest().char_indices().map(|(at, _)| at).chain([self.rest().len()]).nth(width)? + self.at;
        let mut inner = self.clone();
        inner.text = &self.text[..end];
        let spaces = inner.rest().len() - inner.rest().trim_start_matches(' ').len();
        inner.at += spaces;
        inner.item(item)?;
        if inner.at != end {
            return None;
        }
        inner.text = self.text;
        *self = inner;
        Some(())
    }
}

/// The zone whose id stands at the beginning of a text, and how many bytes it takes.
fn zone_at(text: &str) -> Option<(Zone, usize)> {
    if text.starts_with(['+', '-']) {
        return ["+hh:mm:ss", "+hh:mm"].iter().find_map(|form| Some((Zone::of(text.get(..form.len())?)?, form.len())));
    }
    let part = |character: char| character.is_ascii_alphanumeric() || "/_+-:.".contains(character);
    let end = text.find(|character| !part(character)).unwrap_or(text.len());
    (1..=end).rev().find_map(|length| Some((Zone::of(text.get(..length)?)?, length)))
}
