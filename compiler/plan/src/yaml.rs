//! YAML as the `yaml` filter prints it: Jackson over SnakeYAML, with few quotes, lists indented by one space,
//! long lines left alone.

use crate::date::duration;
use crate::{Value, java};

/// Prints a value with a line break at the end.
pub fn to_text(value: &Value) -> String {
    let mut emitter = Emitter { out: String::new(), column: 0, after_space: true, only_indentation: true };
    emitter.node(value, Level { indent: None, in_map: false });
    emitter.break_line();
    emitter.out
}

/// Where a node stands: how far its parent is indented, and whether that is a map.
#[derive(Clone, Copy)]
struct Level {
    indent: Option<usize>,
    in_map: bool,
}

impl Level {
    /// How far lists and maps inside are indented.
    fn block(self) -> usize {
        self.indent.map_or(0, |indent| indent + 2)
    }

    /// How far the lines of a text inside are indented.
    fn text(self) -> usize {
        self.indent.map_or(2, |indent| indent + 2)
    }
}

struct Emitter {
    out: String,
    column: usize,
    after_space: bool,
    only_indentation: bool,
}

impl Emitter {
    fn break_line(&mut self) {
        self.out.push('\n');
        self.column = 0;
        self.after_space = true;
        self.only_indentation = true;
    }

    fn spaces(&mut self, count: usize) {
        if count > 0 {
            self.out.extend(std::iter::repeat_n(' ', count));
            self.column += count;
            self.after_space = true;
        }
    }

    /// Goes to the indentation, on a new line where this one is too far already.
    fn indent(&mut self, indent: usize) {
        if !self.only_indentation || self.column > indent || self.column == indent && !self.after_space {
            self.break_line();
        }
        self.spaces(indent - self.column);
    }

    /// Text behind a space.
    fn word(&mut self, text: &str) {
        if !self.after_space {
            self.spaces(1);
        }
        self.out.push_str(text);
        self.column += text.chars().count();
        self.after_space = false;
        self.only_indentation = false;
    }

    fn node(&mut self, value: &Value, level: Level) {
        match value {
            Value::List(items) | Value::Array(items) | Value::Set(items) => self.list(items, level),
            Value::Map(entries) => self.map(entries.iter().map(|(key, value)| (key.as_ref(), value)), level),
            Value::Table(entries) => {
                let entries: Vec<_> = entries.iter().map(|(key, value)| (java::to_text(key), value)).collect();
                self.map(entries.iter().map(|(key, value)| (key.as_str(), *value)), level);
            }
            Value::Entry(entry) => self.map([(java::to_text(&entry.0).as_str(), &entry.1)].into_iter(), level),
            Value::Text(text) | Value::Markup(text) => self.text(text, level),
            Value::Char(character) => self.text(character.encode_utf8(&mut [0; 4]), level),
            Value::Duration(duration) => self.word(&duration::decimal_seconds(*duration)),
            Value::Zoned(_) | Value::LocalDateTime(_) | Value::Time(_) => self.word(&date_time(value)),
            Value::Bytes(bytes) => {
                let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
                self.word(&format!("!!binary \"{encoded}\""));
            }
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Long(_)
            | Value::Float(_)
            | Value::Double(_)
            | Value::Big(_)
            | Value::Instant(_)
            | Value::JavaDate(_)
            | Value::Date(_) => self.word(&number(value)),
        }
    }

    fn list(&mut self, items: &[Value], level: Level) {
        if items.is_empty() {
            return self.word("[]");
        }
        // In a map a list is no deeper than its key.
        let indent = if level.in_map { level.indent.unwrap_or(0) } else { level.block() };
        for item in items {
            self.indent(indent);
            self.spaces(1);
            let first_on_line = self.only_indentation;
            self.word("-");
            self.only_indentation = first_on_line;
            self.node(item, Level { indent: Some(indent), in_map: false });
        }
    }

    fn map<'m>(&mut self, entries: impl Iterator<Item = (&'m str, &'m Value)>, level: Level) {
        let indent = level.block();
        let mut empty = true;
        for (key, value) in entries {
            empty = false;
            self.indent(indent);
            self.key(key);
            self.out.push(':');
            self.column += 1;
            self.only_indentation = false;
            self.node(value, Level { indent: Some(indent), in_map: true });
        }
        if empty {
            self.word("{}");
        }
    }

    fn key(&mut self, key: &str) {
        if key.is_empty() || is_reserved(key) || looks_like_number(key) {
            self.word(&double_quoted(key));
        } else if !can_be_plain(key) {
            self.word(&if can_be_single_quoted(key) { single_quoted(key, 0) } else { double_quoted(key) });
        } else {
            self.word(key);
        }
    }

    fn text(&mut self, text: &str, level: Level) {
        if text.is_empty() || is_reserved(text) || has_quotable_character(text) {
            self.word(&double_quoted(text));
        } else if text.contains('\n') && can_be_block(text) {
            self.block(text, level.text());
        } else if can_be_plain(text) {
            self.word(text);
        } else if can_be_single_quoted(text) {
            self.word(&single_quoted(text, level.text()));
        } else {
            self.word(&double_quoted(text));
        }
    }

    /// A text over several lines behind `|`.
    fn block(&mut self, text: &str, indent: usize) {
        let mut mark = String::from("|");
        if text.starts_with([' ', '\n']) {
            mark.push_str(&2.to_string());
        }
        if !text.ends_with('\n') {
            mark.push('-');
        } else if text.len() == 1 || text.ends_with("\n\n") {
            mark.push('+');
        }
        self.word(&mark);
        let lines = text.strip_suffix('\n').unwrap_or(text);
        for line in lines.split('\n') {
            self.out.push('\n');
            if !line.is_empty() {
                self.out.extend(std::iter::repeat_n(' ', indent));
                self.out.push_str(line);
            }
        }
        self.column = indent;
    }
}

/// Numbers and words as they are; what is no number in YAML has a dot in front.
fn number(value: &Value) -> String {
    match value {
        Value::Float(number) if !number.is_finite() => not_finite(f64::from(*number)),
        Value::Double(number) if !number.is_finite() => not_finite(*number),
        other => java::to_text(other),
    }
}

fn not_finite(value: f64) -> String {
    if value.is_nan() {
        ".NaN"
    } else if value > 0.0 {
        ".inf"
    } else {
        "-.inf"
    }
    .to_owned()
}

/// With seconds even where they are zero, and without the name of the zone.
fn date_time(value: &Value) -> String {
    let text = java::to_text(value);
    let text = text.split('[').next().unwrap_or(&text);
    let clock = text.find('T').map_or(0, |at| at + 1);
    let end = text[clock..].find(['+', '-', 'Z']).map_or(text.len(), |at| clock + at);
    let seconds = if end - clock == 5 { ":00" } else { "" };
    let (time, offset) = text.split_at(end);
    let time = if time[clock..].contains('.') { time.trim_end_matches('0') } else { time };
    format!("{time}{seconds}{offset}")
}

/// Words that YAML 1.1 reads as something else than text.
fn is_reserved(text: &str) -> bool {
    matches!(
        text,
        "~" | "null"
            | "Null"
            | "NULL"
            | "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
            | "y"
            | "Y"
            | "yes"
            | "Yes"
            | "YES"
            | "n"
            | "N"
            | "no"
            | "No"
            | "NO"
            | "on"
            | "On"
            | "ON"
            | "off"
            | "Off"
            | "OFF"
    )
}

fn looks_like_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let hexadecimal = unsigned
        .strip_prefix("0x")
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let decimal = unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'_');
    hexadecimal || decimal && unsigned.bytes().any(|byte| byte.is_ascii_digit())
}

/// What Jackson quotes although YAML might not need it.
fn has_quotable_character(text: &str) -> bool {
    let bytes = text.as_bytes();
    let blank = |at: Option<&u8>| matches!(at, Some(b' ' | b'\t'));
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'[' | b']' | b'{' | b'}' | b',' => true,
        b'#' => at > 0 && blank(bytes.get(at - 1)),
        b':' => blank(bytes.get(at + 1)),
        _ => false,
    })
}

fn is_printable(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
        && character != '\u{feff}'
}

fn is_special(text: &str) -> bool {
    text.chars().any(|character| !is_printable(character) || character == '\r' || character == '\u{85}')
}

fn can_be_block(text: &str) -> bool {
    !text.ends_with(' ') && !text.contains(" \n") && !is_special(text)
}

fn can_be_single_quoted(text: &str) -> bool {
    !text.contains(" \n") && !is_special(text)
}

fn can_be_plain(text: &str) -> bool {
    if text.starts_with(' ') || text.ends_with(' ') || text.contains('\n') || is_special(text) {
        return false;
    }
    if text.starts_with("---") || text.starts_with("...") {
        return false;
    }
    let characters: Vec<char> = text.chars().collect();
    let space_after = |at: usize| characters.get(at + 1).is_none_or(|next| matches!(next, ' ' | '\t' | '\0'));
    match characters[0] {
        '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => return false,
        '?' | ':' | '-' if space_after(0) => return false,
        _ => {}
    }
    (1..characters.len()).all(|at| match characters[at] {
        ':' => !space_after(at),
        '#' => !matches!(characters[at - 1], ' ' | '\t'),
        _ => true,
    })
}

/// Line breaks are doubled, and what follows is indented.
fn single_quoted(text: &str, indent: usize) -> String {
    let mut out = String::from("'");
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        out.push_str(&line.replace('\'', "''"));
        if let Some(next) = lines.peek() {
            out.push('\n');
            if !line.is_empty() {
                out.push('\n');
            }
            if !next.is_empty() {
                out.extend(std::iter::repeat_n(' ', indent));
            }
        }
    }
    out.push('\'');
    out
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\u{1b}' => out.push_str("\\e"),
            '\u{85}' => out.push_str("\\N"),
            '\u{a0}' => out.push_str("\\_"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            other if is_printable(other) => out.push(other),
            other if (other as u32) < 0x100 => out.push_str(&format!("\\x{:02x}", other as u32)),
            other => out.push_str(&format!("\\u{:04x}", other as u32)),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Value {
        crate::json::read(json).expect("JSON").0
    }

    #[test]
    fn structures_are_laid_out_as_snakeyaml_does() {
        let cases = [
            (r#"["string", 1, 1.5]"#, " - string\n - 1\n - 1.5\n"),
            (r#"{"a": 1, "b": ["x", "z"], "c": {"d": null}}"#, "a: 1\nb:\n - x\n - z\nc:\n  d: null\n"),
            (r#"[{"a": 1, "b": 2}, {"a": 3}]"#, " -\n  a: 1\n  b: 2\n -\n  a: 3\n"),
            (r#"{"tags": [{"name": "test"}]}"#, "tags:\n -\n  name: test\n"),
            (r#"[[1, 2], []]"#, " -\n   - 1\n   - 2\n - []\n"),
            (r#"{"a": {}, "b": []}"#, "a: {}\nb: []\n"),
            ("{}", "{}\n"),
        ];
        for (json, yaml) in cases {
            assert_eq!(to_text(&read(json)), yaml, "{json}");
        }
    }

    #[test]
    fn texts_are_quoted_where_they_must_be() {
        let cases = [
            ("abc", "abc\n"),
            ("", "\"\"\n"),
            ("true", "\"true\"\n"),
            ("a: b", "\"a: b\"\n"),
            ("a:b", "a:b\n"),
            ("a #b", "\"a #b\"\n"),
            ("- a", "'- a'\n"),
            ("*a", "'*a'\n"),
            ("it's", "it's\n"),
            ("'a", "'''a'\n"),
            (" a", "' a'\n"),
            ("123", "123\n"),
            ("a\nb", "|-\n  a\n  b\n"),
            ("a\nb\n", "|\n  a\n  b\n"),
            ("a\n\nb\n\n", "|+\n  a\n\n  b\n\n"),
            ("a \nb", "\"a \\nb\"\n"),
            ("a\u{1}", "\"a\\x01\"\n"),
            ("{{ x }}", "\"{{ x }}\"\n"),
            ("é😀", "é😀\n"),
        ];
        for (text, yaml) in cases {
            assert_eq!(to_text(&Value::text(text)), yaml, "{text:?}");
        }
        assert_eq!(to_text(&Value::map([("k", Value::text("a\nb"))])), "k: |-\n  a\n  b\n");
        assert_eq!(to_text(&Value::map([("1", Value::Int(1)), ("no", Value::Int(2))])), "\"1\": 1\n\"no\": 2\n");
    }

    #[test]
    fn dates_keep_their_own_zone() {
        let zoned: jiff::Zoned = "2013-09-08T16:19:00+02:00[Europe/Paris]".parse().expect("a zoned date-time");
        assert_eq!(to_text(&Value::Zoned(Box::new(zoned))), "2013-09-08T16:19:00+02:00\n");
        let fixed: jiff::Zoned = "2024-02-29T10:11:12.345678+01:00[+01:00]".parse().expect("a zoned date-time");
        assert_eq!(to_text(&Value::Zoned(Box::new(fixed))), "2024-02-29T10:11:12.345678+01:00\n");
        let local = jiff::civil::date(2024, 2, 29).at(10, 11, 12, 500_000_000);
        assert_eq!(to_text(&Value::LocalDateTime(local)), "2024-02-29T10:11:12.5\n");
    }
}
