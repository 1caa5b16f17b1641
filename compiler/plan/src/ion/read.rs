//! Reading Ion text: what Kestra's data files hold, row by row.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::{Date, Time};

use crate::Value;
use crate::date::Zone;
use crate::json::kind_of;
use crate::value::{Big, Map};

/// How deep lists and structs may be nested.
const DEEPEST: usize = 1000;

/// What is wrong with a text that should be Ion, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes that are wrong; empty at the end of the text.
    pub at: Range<usize>,
    /// In one line.
    pub message: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)
    }
}

/// The values of a text, one after another; after a mistake there are no more.
pub fn rows(text: &str) -> Rows<'_> {
    Rows { text, at: 0, depth: 0, state: State::Reading }
}

/// The values of a text, read as they are asked for.
pub struct Rows<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Reading,
    Done,
}

impl Iterator for Rows<'_> {
    type Item = Result<Value, Mistake>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Done {
            return None;
        }
        let row = match self.skip() {
            Ok(()) if self.at == self.text.len() => None,
            Ok(()) => Some(self.value()),
            Err(mistake) => Some(Err(mistake)),
        };
        if !matches!(row, Some(Ok(_))) {
            self.state = State::Done;
        }
        row
    }
}

impl Rows<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn unexpected(&self, wanted: &str) -> Mistake {
        match self.peek() {
            Some(found) => {
                let message = format!("{wanted}, and {} stands at byte {}", kind_of(found), self.at);
                Mistake { at: self.at..self.at + found.len_utf8(), message }
            }
            None => Mistake { at: self.at..self.at, message: format!("{wanted}, and the text ends") },
        }
    }

    /// Goes over white space and comments.
    fn skip(&mut self) -> Result<(), Mistake> {
        loop {
            let rest = self.rest();
            let space = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).len();
            self.at += space;
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                let Some(end) = rest.find("*/") else {
                    let message = "the comment has no end".to_owned();
                    return Err(Mistake { at: self.at..self.text.len(), message });
                };
                self.at += end + 2;
            } else if space == 0 {
                return Ok(());
            }
        }
    }

    fn value(&mut self) -> Result<Value, Mistake> {
        let start = self.at;
        match self.peek() {
            Some('{') if self.rest().starts_with("{{") => self.blob(),
            Some('{') => self.structure(),
            Some('[') => self.list('[', ']'),
            Some('(') => self.list('(', ')'),
            Some('"') => self.string().map(Value::from),
            Some('\'') if self.rest().starts_with("'''") => self.long_string().map(Value::from),
            Some('\'') => {
                let symbol = self.quoted('\'')?;
                self.annotated(symbol)
            }
            Some('+' | '-' | '0'..='9') => self.scalar(start),
            Some(first) if first.is_ascii_alphabetic() || first == '_' || first == '$' => {
                let symbol = self.identifier().to_owned();
                match symbol.as_str() {
                    "null" => {
                        if self.rest().starts_with('.') {
                            self.at += 1;
                            self.identifier();
                        }
                        Ok(Value::Null)
                    }
                    "true" => Ok(Value::Bool(true)),
                    "false" => Ok(Value::Bool(false)),
                    "nan" => Ok(Value::Double(f64::NAN)),
                    _ => self.annotated(symbol),
                }
            }
            _ => Err(self.unexpected("an Ion value was expected")),
        }
    }

    fn identifier(&mut self) -> &str {
        let start = self.at;
        let rest = self.rest();
        let part = |next: char| next.is_ascii_alphanumeric() || next == '_' || next == '$';
        self.at += rest.find(|next| !part(next)).unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    /// A symbol is text, unless it is the type of the value behind `::`.
    fn annotated(&mut self, symbol: String) -> Result<Value, Mistake> {
        let after_symbol = self.at;
        self.skip()?;
        if !self.rest().starts_with("::") {
            self.at = after_symbol;
            return Ok(Value::from(symbol));
        }
        self.at += 2;
        self.skip()?;
        let start = self.at;
        let value = self.value()?;
        let typed = match (symbol.as_str(), value.as_str()) {
            ("Instant", Some(text)) => text.parse().ok().map(Value::Instant),
            ("ZonedDateTime" | "OffsetDateTime", Some(text)) => zoned(text),
            ("LocalDateTime", Some(text)) => text.parse().ok().map(Value::LocalDateTime),
            ("LocalDate", Some(text)) => text.parse().ok().map(Value::Date),
            ("LocalTime", Some(text)) => text.parse().ok().map(Value::Time),
            _ => return Ok(value),
        };
        typed.ok_or_else(|| Mistake { at: start..self.at, message: format!("the text is no `{symbol}`") })
    }

    fn descend(&mut self) -> Result<(), Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the Ion is nested more than {DEEPEST} levels deep");
            return Err(Mistake { at: self.at..self.at + 1, message });
        }
        self.at += 1;
        self.skip()
    }

    fn list(&mut self, open: char, close: char) -> Result<Value, Mistake> {
        self.descend()?;
        let mut items = Vec::new();
        while self.peek() != Some(close) {
            items.push(self.value()?);
            self.skip()?;
            match self.peek() {
                Some(',') if open == '[' => self.at += 1,
                Some(found) if found == close || open == '(' => continue,
                _ => return Err(self.unexpected(&format!("`,` or `{close}` was expected"))),
            }
            self.skip()?;
        }
        self.at += 1;
        self.depth -= 1;
        Ok(Value::List(Arc::new(items)))
    }

    fn structure(&mut self) -> Result<Value, Mistake> {
        self.descend()?;
        let mut entries = Map::default();
        while self.peek() != Some('}') {
            let key = match self.peek() {
                Some('"') => self.string()?,
                Some('\'') if self.rest().starts_with("'''") => self.long_string()?,
                Some('\'') => self.quoted('\'')?,
                Some(first) if first.is_ascii_alphabetic() || first == '_' || first == '$' => {
                    self.identifier().to_owned()
                }
                _ => return Err(self.unexpected("a field name was expected")),
            };
            self.skip()?;
            if self.peek() != Some(':') {
                return Err(self.unexpected("`:` was expected"));
            }
            self.at += 1;
            self.skip()?;
            entries.insert(key.into(), self.value()?);
            self.skip()?;
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => break,
                _ => return Err(self.unexpected("`,` or `}` was expected")),
            }
            self.skip()?;
        }
        self.at += 1;
        self.depth -= 1;
        Ok(Value::Map(Arc::new(entries)))
    }

    fn blob(&mut self) -> Result<Value, Mistake> {
        let start = self.at;
        let Some(end) = self.rest().find("}}") else {
            return Err(Mistake { at: start..self.text.len(), message: "the blob has no end".to_owned() });
        };
        let inside: String = self.rest()[2..end].chars().filter(|next| !next.is_whitespace()).collect();
        self.at += end + 2;
        if let Some(text) = inside.strip_prefix('"').and_then(|inside| inside.strip_suffix('"')) {
            return Ok(Value::Bytes(text.as_bytes().into()));
        }
        let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, inside);
        let mistake = |_| Mistake { at: start..self.at, message: "the blob is no base64".to_owned() };
        bytes.map(|bytes| Value::Bytes(bytes.into())).map_err(mistake)
    }

    fn string(&mut self) -> Result<String, Mistake> {
        self.quoted('"')
    }

    /// Text in triple quotes; pieces that follow each other are one.
    fn long_string(&mut self) -> Result<String, Mistake> {
        let mut text = String::new();
        loop {
            let start = self.at;
            self.at += 3;
            while !self.rest().starts_with("'''") {
                match self.peek() {
                    None => {
                        return Err(Mistake {
                            at: start..self.at,
                            message: "the text has no closing quotes".to_owned(),
                        });
                    }
                    Some('\\') => text.extend(self.escape()?),
                    Some(next) => {
                        text.push(next);
                        self.at += next.len_utf8();
                    }
                }
            }
            self.at += 3;
            let end = self.at;
            self.skip()?;
            if !self.rest().starts_with("'''") {
                self.at = end;
                return Ok(text);
            }
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, Mistake> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                None | Some('\n') => {
                    return Err(Mistake { at: start..self.at, message: "the text has no closing quote".to_owned() });
                }
                Some('\\') => text.extend(self.escape()?),
                Some(next) => {
                    self.at += next.len_utf8();
                    if next == quote {
                        return Ok(text);
                    }
                    text.push(next);
                }
            }
        }
    }

    /// The character of an escape; an escaped line break is none.
    fn escape(&mut self) -> Result<Option<char>, Mistake> {
        let start = self.at;
        self.at += 1;
        let letter = self.peek();
        self.at += letter.map_or(0, char::len_utf8);
        let digits = match letter {
            Some('n') => return Ok(Some('\n')),
            Some('r') => return Ok(Some('\r')),
            Some('t') => return Ok(Some('\t')),
            Some('0') => return Ok(Some('\0')),
            Some('a') => return Ok(Some('\u{7}')),
            Some('b') => return Ok(Some('\u{8}')),
            Some('v') => return Ok(Some('\u{b}')),
            Some('f') => return Ok(Some('\u{c}')),
            Some('\n') => return Ok(None),
            Some(same @ ('"' | '\'' | '\\' | '/' | '?')) => return Ok(Some(same)),
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => return Err(Mistake { at: start..self.at, message: "this is no escape in Ion".to_owned() }),
        };
        let code = self.text.get(self.at..self.at + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let character = code.and_then(char::from_u32);
        let mistake = || Mistake { at: start..self.at, message: "the escape names no character".to_owned() };
        let character = character.ok_or_else(mistake)?;
        self.at += digits;
        Ok(Some(character))
    }

    /// A number or a timestamp.
    fn scalar(&mut self, start: usize) -> Result<Value, Mistake> {
        let rest = self.rest();
        for (word, value) in [("+inf", f64::INFINITY), ("-inf", f64::NEG_INFINITY)] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(Value::Double(value));
            }
        }
        let part = |next: char| next.is_ascii_alphanumeric() || matches!(next, '.' | '_' | '+' | '-' | ':');
        let length = rest.find(|next| !part(next)).unwrap_or(rest.len());
        let token = &rest[..length];
        let value = number(token).or_else(|| timestamp(token));
        let mistake =
            || Mistake { at: start..start + length, message: format!("`{token}` is neither a number nor a timestamp") };
        let value = value.ok_or_else(mistake)?;
        self.at += length;
        Ok(value)
    }
}

fn zoned(text: &str) -> Option<Value> {
    let moment = crate::date::iso::moment(text, &Zone::fixed(jiff::tz::Offset::UTC))?;
    let instant = moment.instant().ok()?;
    Some(Value::Zoned(Box::new(instant.to_zoned(moment.zone.rules().clone()))))
}

fn number(token: &str) -> Option<Value> {
    let (sign, unsigned) = match token.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", token),
    };
    if !unsigned.starts_with(|first: char| first.is_ascii_digit()) || unsigned.ends_with('_') || unsigned.contains("__")
    {
        return None;
    }
    let digits: String = unsigned.chars().filter(|next| *next != '_').collect();
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            let value = num_bigint::BigInt::parse_bytes(format!("{sign}{digits}").as_bytes(), radix)?;
            return Some(
                i64::try_from(&value).map_or_else(|_| Value::Big(Arc::new(Big::Integer(value))), Value::integer),
            );
        }
    }
    let whole = digits.find(|next: char| !next.is_ascii_digit()).map_or(digits.as_str(), |at| &digits[..at]);
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let text = format!("{sign}{digits}");
    if whole.len() == digits.len() {
        return Some(match text.parse() {
            Ok(value) => Value::integer(value),
            Err(_) => Value::Big(Arc::new(Big::parse(&text)?)),
        });
    }
    if digits.contains(['e', 'E']) {
        // Rust would also read words like `inf`.
        let plain = |next: char| next.is_ascii_digit() || matches!(next, '.' | 'e' | 'E' | '+' | '-');
        return text.chars().all(plain).then(|| text.parse().ok().map(Value::Double)).flatten();
    }
    let decimal = text.replace(['d', 'D'], "e");
    match Big::parse(&decimal)? {
        Big::Integer(unscaled) => Some(Value::Big(Arc::new(Big::Decimal { unscaled, scale: 0 }))),
        decimal @ Big::Decimal { .. } => Some(Value::Big(Arc::new(decimal))),
    }
}

/// `2024T`, `2024-02T`, `2024-02-29`, `2024-02-29T10:11Z`, `2024-02-29T10:11:12.345+01:00`: a date where it is
/// midnight in UTC, a point in time where the offset is UTC or unknown, else a zoned date-time.
fn timestamp(token: &str) -> Option<Value> {
    let (date, time) = token.split_once('T').unwrap_or((token, ""));
    let parts: Vec<&str> = date.split('-').collect();
    let two = |text: &str| (text.len() == 2).then(|| text.parse::<i8>().ok()).flatten();
    let year = (parts[0].len() == 4).then(|| parts[0].parse::<i16>().ok()).flatten()?;
    let date = match parts.as_slice() {
        [_] if token.ends_with('T') => Date::new(year, 1, 1),
        [_, month] if token.ends_with('T') => Date::new(year, two(month)?, 1),
        [_, month, day] => Date::new(year, two(month)?, two(day)?),
        _ => return None,
    };
    let date = date.ok()?;
    if time.is_empty() {
        return Some(Value::Date(date));
    }
    let zone = time.find(['Z', '+', '-'])?;
    let (clock, zone) = time.split_at(zone);
    let (clock, fraction) = clock.split_once('.').map_or((clock, ""), |(clock, fraction)| (clock, fraction));
    let clock: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match clock.as_slice() {
        [hour, minute] if fraction.is_empty() => (two(hour)?, two(minute)?, 0),
        [hour, minute, second] => (two(hour)?, two(minute)?, two(second)?),
        _ => return None,
    };
    let nanos: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
    let time = Time::new(hour, minute, second, nanos.parse().ok()?).ok()?;
    let unknown = zone == "-00:00";
    let offset = if unknown { jiff::tz::Offset::UTC } else { Zone::of(zone)?.rules().to_fixed_offset().ok()? };
    let instant = offset.to_timestamp(date.to_datetime(time)).ok()?;
    if offset != jiff::tz::Offset::UTC {
        return Some(Value::Zoned(Box::new(instant.to_zoned(jiff::tz::TimeZone::fixed(offset)))));
    }
    Some(if time == Time::midnight() { Value::Date(date) } else { Value::Instant(instant) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::java;

    fn read(text: &str) -> String {
        let rows: Vec<String> =
            rows(text).map(|row| row.map_or_else(|mistake| mistake.message, |value| java::to_text(&value))).collect();
        rows.join(" | ")
    }

    #[test]
    fn what_files_hold_is_read() {
        let cases = [
            ("{a:1}\n{a:2}", "{a=1} | {a=2}"),
            (
                "{date:2024-04-21T23:00:00.000Z, title:\"Main_Page\",views:109787}",
                "{date=2024-04-21T23:00:00Z, title=Main_Page, views=109787}",
            ),
            ("2024-02-29T10:11:12Z", "2024-02-29T10:11:12Z"),
            ("2024-02-29T00:00:00Z 2024-02-29 2024T", "2024-02-29 | 2024-02-29 | 2024-01-01"),
            ("2024-02-29T10:11:12.5+01:00", "2024-02-29T10:11:12.500+01:00"),
            ("1.5 1.5e0 1d3 -0x1F 0b11 1_000", "1.5 | 1.5 | 1E+3 | -31 | 3 | 1000"),
            ("null null.string true nan +inf", "null | null | true | NaN | Infinity"),
            ("abc 'd e' \"\\u00e9\\n\"", "abc | d e | é\n"),
            ("'''a''' '''b'''", "ab"),
            ("[1, [2], (a b)] // comment\n /* more */ {}", "[1, [2], [a, b]] | {}"),
            ("ZonedDateTime::\"2013-09-08T16:19:00+02:00[Europe/Paris]\"", "2013-09-08T16:19+02:00[Europe/Paris]"),
            ("LocalDate::\"2024-02-29\" unknown::1", "2024-02-29 | 1"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("{{aGk=}}", "hi"),
        ];
        for (text, values) in cases {
            assert_eq!(read(text), values, "{text}");
        }
    }

    #[test]
    fn mistakes_have_a_place() {
        let cases = [
            ("{a:", "an Ion value was expected, and the text ends"),
            ("{not: ion", "`,` or `}` was expected, and the text ends"),
            ("{a:1}\\n", "{a=1} | an Ion value was expected, and another character stands at byte 5"),
            ("[1 2]", "`,` or `]` was expected, and a digit stands at byte 3"),
            ("2024-13-01", "`2024-13-01` is neither a number nor a timestamp"),
            ("01", "`01` is neither a number nor a timestamp"),
            ("\"a", "the text has no closing quote"),
            ("/* a", "the comment has no end"),
        ];
        for (text, message) in cases {
            assert_eq!(read(text), message, "{text}");
        }
    }
}
