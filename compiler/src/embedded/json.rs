//! JSON written inside a text, with expressions in it, read in spite of its mistakes.
//!
//! Where a mistake has an obvious repair the reader goes on as if it were made, so that one text tells all of
//! its mistakes at once.

use std::ops::Range;

/// What a text holds, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Json {
    /// The value, as far as it could be read.
    pub value: Node,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Problem>,
}

/// A value, and the bytes it stands at.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its bytes in the text, quotes and brackets included.
    pub place: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text, with the expressions inside it as indices into the list of holes.
    Text {
        /// The text, escapes resolved; an expression in it counts for nothing.
        text: String,
        /// The expressions in it.
        holes: Vec<usize>,
    },
    /// Values in order.
    List(Vec<Node>),
    /// Values under keys, in order.
    Map(Vec<(Node, Node)>),
    /// An expression in the place of a value.
    Hole(usize),
    /// Nothing that could be read.
    Missing,
}

impl Node {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|(name, _)| name.as_text() == Some(key)).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a text without expressions in it.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text { text, holes } if holes.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes that are wrong; empty where something is missing.
    pub place: Range<usize>,
    /// What is wrong, and what would be right.
    pub message: String,
    /// The edit that repairs it, where there is only one.
    pub repair: Option<(Range<usize>, String)>,
}

/// How deep lists and maps may nest.
const DEPTH: usize = 200;

/// More mistakes than these are one: this is no JSON.
const ENOUGH: usize = 12;

/// Reads a text; `holes` are the bytes of the expressions in it, in order.
pub fn parse(text: &str, holes: &[Range<usize>]) -> Json {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, holes, hole: 0, problems: Vec::new() };
    reader.skip();
    let value = reader.value(0);
    reader.skip();
    while reader.at < reader.bytes.len() && reader.problems.len() < ENOUGH {
        let from = reader.at;
        let until = if reader.bytes[from].is_ascii_punctuation() { from + 1 } else { reader.bytes.len() };
        let shown = reader.shown(from);
        let repair = matches!(reader.bytes[from], b'}' | b']' | b',').then(|| (from..from + 1, String::new()));
        reader.problem(from..until, format!("unexpected {shown} after the end of the value"), repair);
        reader.at = until;
        reader.skip();
        if !matches!(reader.bytes.get(reader.at), Some(b'}' | b']' | b',')) {
            break;
        }
    }
    Json { value, problems: reader.problems }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    holes: &'t [Range<usize>],
    hole: usize,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, place: Range<usize>, message: impl Into<String>, repair: Option<(Range<usize>, String)>) {
        self.problems.push(Problem { place, message: message.into(), repair });
    }

    fn skip(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        let rest = &self.bytes[self.at..];
        let end = if rest.starts_with(b"//") {
            memchr::memchr(b'\n', rest)
        } else if rest.starts_with(b"/*") {
            memchr::memmem::find(rest, b"*/").map(|end| end + 2)
        } else {
            return;
        };
        let place = self.at..end.map_or(self.bytes.len(), |end| self.at + end);
        self.at = place.end;
        self.problem(place.clone(), "JSON has no comments", Some((place, String::new())));
        self.skip();
    }

    /// The expression that starts here.
    fn hole_here(&mut self) -> Option<usize> {
        while self.holes.get(self.hole).is_some_and(|hole| hole.start < self.at) {
            self.hole += 1;
        }
        let hole = self.holes.get(self.hole).filter(|hole| hole.start == self.at)?;
        self.at = hole.end.max(self.at + 1);
        self.hole += 1;
        Some(self.hole - 1)
    }

    fn shown(&self, at: usize) -> String {
        match self.text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(letter) => format!("`{letter}`"),
            None => "the end".to_owned(),
        }
    }

    fn value(&mut self, depth: usize) -> Node {
        let from = self.at;
        if let Some(hole) = self.hole_here() {
            return Node { place: from..self.at, kind: Kind::Hole(hole) };
        }
        let kind = match self.bytes.get(from) {
            _ if depth > DEPTH || self.problems.len() >= ENOUGH => {
                self.at = self.bytes.len();
                Kind::Missing
            }
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string(b'"'),
            Some(b'\'') => {
                let kind = self.string(b'\'');
                let inner = self.text.get(from + 1..self.at - 1).unwrap_or_default();
                let repair = (!inner.contains('"')).then(|| (from..self.at, format!("\"{inner}\"")));
                self.problem(from..self.at, "JSON text stands in double quotes", repair);
                kind
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(byte) if byte.is_ascii_alphabetic() || *byte >= 0x80 || *byte == b'_' => self.word(),
            _ => {
                let shown = self.shown(from);
                self.problem(from..(from + 1).min(self.bytes.len()), format!("expected a value, found {shown}"), None);
                Kind::Missing
            }
        };
        Node { place: from..self.at, kind }
    }

    fn word(&mut self) -> Kind {
        let from = self.at;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|it| it.is_ascii_alphanumeric() || *it >= 0x80 || matches!(it, b'_' | b'-' | b'.'))
        {
            self.at += 1;
        }
        let place = from..self.at;
        match self.text.get(place.clone()).unwrap_or_default() {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            word => {
                let right = word.to_ascii_lowercase();
                let repair = match right.as_str() {
                    "none" | "nil" | "undefined" => "null".to_owned(),
                    "true" | "false" | "null" => right,
                    _ => format!("\"{word}\""),
                };
                let message = format!("`{word}` is no JSON value; write `{repair}`");
                self.problem(place.clone(), message, Some((place, repair)));
                Kind::Missing
            }
        }
    }

    fn number(&mut self) -> Kind {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.')) {
            self.at += 1;
        }
        let text = &self.text[from..self.at];
        let digits = text.strip_prefix('-').unwrap_or(text);
        let leading_zero = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
        let bare = digits.starts_with('.')
            || digits.ends_with('.')
            || digits.contains(|it: char| it.is_ascii_alphabetic() && !matches!(it, 'e' | 'E'));
        match text.parse() {
            Ok(number) if !leading_zero && !bare => Kind::Number(number),
            _ => {
                self.problem(from..self.at, format!("`{text}` is no JSON number"), None);
                Kind::Missing
            }
        }
    }

    fn string(&mut self, quote: u8) -> Kind {
        let open = self.at;
        self.at += 1;
        let (mut text, mut holes, mut from) = (String::new(), Vec::new(), self.at);
        loop {
            if let Some(before) = self.text.get(from..self.at)
                && let Some(hole) = self.hole_here()
            {
                text.push_str(before);
                holes.push(hole);
                from = self.at;
                continue;
            }
            match self.bytes.get(self.at) {
                Some(byte) if *byte == quote => {
                    text.push_str(self.text.get(from..self.at).unwrap_or_default());
                    self.at += 1;
                    return Kind::Text { text, holes };
                }
                Some(b'\\') => {
                    text.push_str(self.text.get(from..self.at).unwrap_or_default());
                    self.escape(&mut text, quote);
                    from = self.at;
                }
                Some(b'\n') => {
                    self.problem(open..self.at, "a JSON text ends on its line; write `\\n` for a line break", None);
                    // What follows on the next lines belongs to the text if a quote ends it there.
                    let rest = self.bytes[self.at..].iter().position(|byte| *byte == quote);
                    self.at = rest.map_or(self.bytes.len(), |at| self.at + at + 1);
                    return Kind::Text { text, holes };
                }
                Some(_) => self.at += 1,
                None => {
                    self.problem(open..open + 1, "this quote is never closed", None);
                    return Kind::Text { text, holes };
                }
            }
        }
    }

    fn escape(&mut self, text: &mut String, quote: u8) {
        let from = self.at;
        let letter = self.text.get(from + 1..).and_then(|rest| rest.chars().next());
        self.at += 1 + letter.map_or(0, char::len_utf8);
        match letter {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b' | 'f') => text.push(' '),
            Some(letter @ ('"' | '\\' | '/')) => text.push(letter),
            Some('\'') if quote == b'\'' => text.push('\''),
            Some('u') => {
                let digits =
                    self.text.get(self.at..self.at + 4).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
                match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
                    Some(code) => {
                        text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                        self.at += 4;
                    }
                    None => self.problem(from..self.at, "`\\u` wants four hexadecimal digits", None),
                }
            }
            _ => {
                let place = from..self.at;
                let shown = self.text.get(place.clone()).unwrap_or_default();
                self.problem(
                    place,
                    format!("`{shown}` is no JSON escape; write `\\\\` for a backslash"),
                    Some((from..from + 1, "\\\\".to_owned())),
                );
            }
        }
    }

    fn list(&mut self, depth: usize) -> Kind {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        let mut comma = None;
        loop {
            self.skip();
            match self.bytes.get(self.at) {
                Some(b']') => {
                    self.trailing(comma);
                    self.at += 1;
                    return Kind::List(items);
                }
                None | Some(b'}') => return self.unclosed(open, ']', Kind::List(items)),
                Some(b',') => {
                    let at = self.at;
                    self.problem(at..at + 1, "expected a value, found `,`", Some((at..at + 1, String::new())));
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let before = self.at;
            items.push(self.value(depth + 1));
            self.advance(before);
            comma = self.separator(b']', items.last().map_or(before, |item| item.place.end));
        }
    }

    fn map(&mut self, depth: usize) -> Kind {
        let open = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        let mut comma = None;
        loop {
            self.skip();
            match self.bytes.get(self.at) {
                Some(b'}') => {
                    self.trailing(comma);
                    self.at += 1;
                    return Kind::Map(entries);
                }
                None | Some(b']') => return self.unclosed(open, '}', Kind::Map(entries)),
                Some(b',') => {
                    let at = self.at;
                    self.problem(at..at + 1, "expected a key, found `,`", Some((at..at + 1, String::new())));
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let before = self.at;
            let key = self.key();
            self.skip();
            if self.bytes.get(self.at) == Some(&b':') {
                self.at += 1;
                self.skip();
            } else {
                let end = key.place.end;
                let shown = self.shown(self.at);
                self.problem(
                    end..end,
                    format!("expected `:` after the key, found {shown}"),
                    Some((end..end, ":".to_owned())),
                );
            }
            let value = self.value(depth + 1);
            self.advance(before);
            let end = value.place.end;
            entries.push((key, value));
            comma = self.separator(b'}', end);
        }
    }

    fn key(&mut self) -> Node {
        let from = self.at;
        if let Some(hole) = self.hole_here() {
            return Node { place: from..self.at, kind: Kind::Hole(hole) };
        }
        if matches!(self.bytes.get(from), Some(b'"' | b'\'')) {
            return self.value(DEPTH);
        }
        while self
            .bytes
            .get(self.at)
            .is_some_and(|it| it.is_ascii_alphanumeric() || *it >= 0x80 || matches!(it, b'_' | b'-' | b'$' | b'.'))
        {
            self.at += 1;
        }
        let place = from..self.at;
        let text = self.text.get(place.clone()).unwrap_or_default().to_owned();
        if text.is_empty() {
            let shown = self.shown(from);
            self.problem(from..from + 1, format!("expected a key in double quotes, found {shown}"), None);
            self.at =
                (from + 1..=self.bytes.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(self.bytes.len());
        } else {
            let repair = Some((place.clone(), format!("\"{text}\"")));
            self.problem(place.clone(), format!("the key `{text}` stands in double quotes in JSON"), repair);
        }
        Node { place, kind: Kind::Text { text, holes: Vec::new() } }
    }

    /// Sees to it that a mistake does not stop the reader where it is.
    fn advance(&mut self, before: usize) {
        if self.at == before {
            self.at =
                (before + 1..=self.bytes.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(self.bytes.len());
        }
    }

    /// Reads the comma between two elements, and gives its place.
    fn separator(&mut self, close: u8, end: usize) -> Option<usize> {
        self.skip();
        match self.bytes.get(self.at) {
            Some(b',') => {
                self.at += 1;
                Some(self.at - 1)
            }
            Some(byte) if *byte != close && !matches!(byte, b'}' | b']') && self.problems.len() < ENOUGH => {
                self.problem(end..end, "a comma is missing here", Some((end..end, ",".to_owned())));
                None
            }
            _ => None,
        }
    }

    fn trailing(&mut self, comma: Option<usize>) {
        if let Some(at) = comma {
            self.problem(at..at + 1, "JSON allows no comma after the last element", Some((at..at + 1, String::new())));
        }
    }

    fn unclosed(&mut self, open: usize, close: char, kind: Kind) -> Kind {
        let shown = self.text.get(open..open + 1).unwrap_or_default().to_owned();
        if self.problems.len() < ENOUGH {
            self.problem(open..open + 1, format!("`{shown}` is never closed; `{close}` is missing"), None);
        }
        kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(String, String)> {
        let json = parse(text, &[]);
        json.problems.into_iter().map(|it| (text[it.place].to_owned(), it.message)).collect()
    }

    #[test]
    fn reads_what_is_right() {
        for text in ["null", "[1, -2.5e3, \"a\\u00e9\\n\", {}]", "{\"a\": {\"b\": [true, false]}}", " \"x\" "] {
            assert_eq!(problems(text), [], "{text}");
        }
    }

    #[test]
    fn comments_are_told_once() {
        let found = problems("{\"a\": 1, // one\n /* two */ \"b\": 2}");
        assert_eq!(
            found,
            [("// one", "JSON has no comments"), ("/* two */", "JSON has no comments")]
                .map(|it| (it.0.to_owned(), it.1.to_owned()))
        );
    }

    #[test]
    fn tells_all_mistakes_at_once() {
        let text = "{\n  type: \"object\",\n  \"a\": {\"b\": 1\n \"c\": 2,}\n}\n}";
        let found = problems(text);
        let messages: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "the key `type` stands in double quotes in JSON",
                "a comma is missing here",
                "JSON allows no comma after the last element",
                "unexpected `}` after the end of the value",
            ]
        );
    }

    #[test]
    fn expressions_stand_for_values_and_for_parts_of_texts() {
        let text = r#"{"a": {{ x }}, "b": "hi {{ y }}", {{ z }}: 1}"#;
        let holes: Vec<_> = text.match_indices("{{ ").map(|(at, _)| at..at + 7).collect();
        let json = parse(text, &holes);
        assert_eq!(json.problems, []);
        assert_eq!(json.value.get("a").map(|it| &it.kind), Some(&Kind::Hole(0)));
        let holed = Kind::Text { text: "hi ".into(), holes: vec![1] };
        assert_eq!(json.value.get("b").map(|it| &it.kind), Some(&holed));
    }

    #[test]
    fn ends_on_anything() {
        for text in [
            "", "{", "[", "\"", "{{{{", "[[[[]", "{\"a\"", "{,}", "[,]", "'", "\\", "{é:ü}", "tru", "1.2.3", "]",
            "{\"a\\",
        ] {
            assert!(!parse(text, &[]).problems.is_empty(), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(!parse(&deep, &[]).problems.is_empty());
    }
}
