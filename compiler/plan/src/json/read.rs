//! Reading JSON as Jackson does with Kestra's settings: strictly, the first value only.

use std::ops::Range;
use std::sync::Arc;

use crate::value::{Big, Map};
use crate::{Text, Value};

/// How deep lists and maps may be nested.
const DEEPEST: usize = 1000;

/// What is wrong with a text that should be JSON, and where.
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

/// Reads the first JSON value of a text and says where it ends; what follows is ignored.
///
/// Integers become 32 bits where they fit, then 64, then [`Big`]; fractions become 64-bit floats.
///
/// # Errors
///
/// What is wrong and where.
pub fn read(text: &str) -> Result<(Value, usize), Mistake> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, depth: 0 };
    reader.skip_space();
    let value = reader.value()?;
    let number = matches!(value, Value::Int(_) | Value::Long(_) | Value::Double(_) | Value::Big(_));
    if number && reader.peek().is_some_and(|byte| !is_space(byte)) {
        return Err(reader.unexpected("the number must be followed by a space"));
    }
    Ok((value, reader.at))
}

/// What stands in a text in the wrong place, in words: the text may be a secret, so that no letter of it is named but
/// those that JSON itself is made of.
pub(crate) fn kind_of(found: char) -> String {
    match found {
        '{' | '}' | '[' | ']' | ':' | ',' | '"' => format!("`{found}`"),
        digit if digit.is_ascii_digit() => "a digit".to_owned(),
        letter if letter.is_alphabetic() => "a letter".to_owned(),
        _ => "another character".to_owned(),
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn unexpected(&self, wanted: &str) -> Mistake {
        match self.text[self.at..].chars().next() {
            Some(found) => {
                let message = format!("{wanted}, and {} stands at byte {}", kind_of(found), self.at);
                Mistake { at: self.at..self.at + found.len_utf8(), message }
            }
            None => Mistake { at: self.at..self.at, message: format!("{wanted}, and the text ends") },
        }
    }

    fn value(&mut self) -> Result<Value, Mistake> {
        match self.peek() {
            Some(b'{') => self.map(),
            Some(b'[') => self.list(),
            Some(b'"') => Ok(Value::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.unexpected("a JSON value was expected")),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Mistake> {
        let rest = &self.text[self.at..];
        let ends = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '$');
        if rest.strip_prefix(word).is_some_and(ends) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.unexpected(&format!("`{word}` was expected")))
    }

    fn descend(&mut self) -> Result<(), Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the JSON is nested more than {DEEPEST} levels deep");
            return Err(Mistake { at: self.at..self.at + 1, message });
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn list(&mut self) -> Result<Value, Mistake> {
        self.descend()?;
        let mut items = Vec::new();
        if self.peek() != Some(b']') {
            loop {
                items.push(self.value()?);
                self.skip_space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break,
                    _ => return Err(self.unexpected("`,` or `]` was expected")),
                }
                self.skip_space();
            }
        }
        self.at += 1;
        self.depth -= 1;
        Ok(Value::List(Arc::new(items)))
    }

    fn map(&mut self) -> Result<Value, Mistake> {
        self.descend()?;
        let mut entries = Map::default();
        if self.peek() != Some(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(self.unexpected("a key in double quotes was expected"));
                }
                let key = self.string()?;
                self.skip_space();
                if self.peek() != Some(b':') {
                    return Err(self.unexpected("`:` was expected"));
                }
                self.at += 1;
                self.skip_space();
                entries.insert(key, self.value()?);
                self.skip_space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break,
                    _ => return Err(self.unexpected("`,` or `}` was expected")),
                }
                self.skip_space();
            }
        }
        self.at += 1;
        self.depth -= 1;
        Ok(Value::Map(Arc::new(entries)))
    }

    fn string(&mut self) -> Result<Text, Mistake> {
        let opened = self.at;
        self.at += 1;
        let mut text = String::new();
        let mut from = self.at;
        loop {
            match self.peek() {
                None => {
                    let message = "the JSON text has no closing quote".to_owned();
                    return Err(Mistake { at: opened..self.at, message });
                }
                Some(b'"') => break,
                Some(b'\\') => {
                    text.push_str(&self.text[from..self.at]);
                    text.push(self.escape()?);
                    from = self.at;
                }
                Some(0..0x20) => return Err(self.unexpected("control characters must be escaped in JSON")),
                Some(_) => self.at += 1,
            }
        }
        let whole = &self.text[from..self.at];
        self.at += 1;
        if text.is_empty() {
            return Ok(whole.into());
        }
        text.push_str(whole);
        Ok(text.into())
    }

    fn escape(&mut self) -> Result<char, Mistake> {
        self.at += 1;
        let escaped = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = self.unit()?;
                if !(0xd800..0xdc00).contains(&unit) {
                    return Ok(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                let after_high = self.at;
                if self.text[self.at..].starts_with("\\u") {
                    self.at += 1;
                    let low = self.unit()?;
                    if let Some(Ok(pair)) = char::decode_utf16([unit, low]).next() {
                        return Ok(pair);
                    }
                    self.at = after_high;
                }
                return Ok(char::REPLACEMENT_CHARACTER);
            }
            _ => return Err(self.unexpected("an escape like `\\n` was expected")),
        };
        self.at += 1;
        Ok(escaped)
    }

    /// Four hexadecimal digits behind a `u`.
    fn unit(&mut self) -> Result<u16, Mistake> {
        self.at += 1;
        let digits =
            self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.unexpected("four hexadecimal digits were expected"))?;
        self.at += 4;
        Ok(unit)
    }

    fn digits(&mut self) -> Result<usize, Mistake> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("a digit was expected")) } else { Ok(self.at - start) }
    }

    fn number(&mut self) -> Result<Value, Mistake> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let first = self.at;
        if self.digits()? > 1 && self.bytes[first] == b'0' {
            let message = "numbers must not begin with 0 in JSON".to_owned();
            return Err(Mistake { at: start..self.at, message });
        }
        let mut whole = true;
        if self.peek() == Some(b'.') {
            whole = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            whole = false;
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let digits = &self.text[start..self.at];
        if digits.len() > DEEPEST {
            let message = format!("the number has more than {DEEPEST} digits");
            return Err(Mistake { at: start..self.at, message });
        }
        if !whole {
            return Ok(Value::Double(digits.parse().unwrap_or(f64::NAN)));
        }
        Ok(match digits.parse::<i64>() {
            Ok(value) => Value::integer(value),
            Err(_) => Big::parse(digits).map_or(Value::Null, |big| Value::Big(Arc::new(big))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::java;

    #[test]
    fn what_jackson_reads_is_read() {
        let cases = [
            ("[1, 2.0, 1e2, true]", "[1, 2.0, 100.0, true]"),
            ("{\"a\":1} trailing", "{a=1}"),
            (" null x", "null"),
            ("\"a\\u00e9\\ud83d\\ude00\\n\"x", "aé😀\n"),
            ("{\"a\":1,\"b\":2,\"a\":3}", "{a=3, b=2}"),
            ("1e400", "Infinity"),
            ("-0", "0"),
            ("3000000000", "3000000000"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("\"\\ud83d\"", "\u{fffd}"),
        ];
        for (text, value) in cases {
            assert_eq!(read(text).map(|(value, _)| java::to_text(&value)).as_deref(), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_jackson_refuses_is_refused_with_its_place() {
        let cases = [
            ("", 0..0, "a JSON value was expected, and the text ends"),
            ("{not: json}", 1..2, "a key in double quotes was expected, and a letter stands at byte 1"),
            ("{", 1..1, "a key in double quotes was expected, and the text ends"),
            ("[1,]", 3..4, "a JSON value was expected, and `]` stands at byte 3"),
            ("{\"a\" 1}", 5..6, "`:` was expected, and a digit stands at byte 5"),
            ("01", 0..2, "numbers must not begin with 0 in JSON"),
            ("1x", 1..2, "the number must be followed by a space, and a letter stands at byte 1"),
            ("1.", 2..2, "a digit was expected, and the text ends"),
            ("truex", 0..1, "`true` was expected, and a letter stands at byte 0"),
            ("\"a", 0..2, "the JSON text has no closing quote"),
            ("'a'", 0..1, "a JSON value was expected, and another character stands at byte 0"),
            ("\"\t\"", 1..2, "control characters must be escaped in JSON, and another character stands at byte 1"),
            ("NaN", 0..1, "a JSON value was expected, and a letter stands at byte 0"),
        ];
        for (text, at, message) in cases {
            let message = message.to_owned();
            assert_eq!(read(text).map(|(value, _)| value), Err(Mistake { at, message }), "{text}");
        }
    }

    #[test]
    fn nesting_is_limited() {
        assert!(read(&"[".repeat(1001)).is_err_and(|mistake| mistake.message.contains("1000 levels")));
    }
}
