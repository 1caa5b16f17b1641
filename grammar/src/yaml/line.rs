//! What one line of block YAML looks like, read without knowing what stands around it.

use std::ops::Range;

/// A line, taken apart. All ranges are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Without its break.
    pub(super) span: Range<usize>,
    /// Spaces and tabs at its start.
    pub(super) indent: Range<usize>,
    /// What follows indentation and dashes, without a comment.
    pub(super) content: Range<usize>,
    /// The key, where a `:` and a blank follow it.
    pub(super) key: Option<Range<usize>>,
    /// What follows `key: `, or all content where there is no key.
    pub(super) value: Range<usize>,
}

/// What is still open at the end of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Open {
    /// A quote and where it stands.
    pub(super) quote: Option<(char, usize)>,
    /// Brackets and where they stand, outermost first.
    pub(super) brackets: Vec<(char, usize)>,
    /// Where text stands behind a closing quote or bracket.
    pub(super) behind: Option<usize>,
}

impl Line {
    /// The line that a byte stands in.
    pub(super) fn at(text: &str, at: usize) -> Self {
        let bytes = text.as_bytes();
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let at = at.min(text.len());
        let start = bytes[..at].iter().rposition(is_break).map_or(0, |before| before + 1);
        let end = bytes[at..].iter().position(is_break).map_or(text.len(), |behind| at + behind);
        Self::read(text, start..end)
    }

    /// The nearest line above that is neither blank nor a comment.
    pub(super) fn above(&self, text: &str) -> Option<Self> {
        let mut line = self.clone();
        while line.span.start > 0 {
            line = Self::at(text, line.span.start - 1);
            if !line.is_blank() {
                return Some(line);
            }
        }
        None
    }

    /// The nearest line below that is neither blank nor a comment.
    pub(super) fn below(&self, text: &str) -> Option<Self> {
        let mut line = self.clone();
        loop {
            let rest = text.get(line.span.end..).filter(|rest| !rest.is_empty())?;
            let line_break = if rest.starts_with("\r\n") { 2 } else { 1 };
            line = Self::at(text, line.span.end + line_break);
            if !line.is_blank() {
                return Some(line);
            }
        }
    }

    /// Whether there is nothing on it but a comment.
    pub(super) fn is_blank(&self) -> bool {
        self.content.is_empty() && self.indent.end == self.content.start
    }

    fn read(text: &str, span: Range<usize>) -> Self {
        let bytes = text.as_bytes();
        let blanks =
            |from: usize| from + bytes[from..span.end].iter().take_while(|it| matches!(it, b' ' | b'\t')).count();
        let indent = span.start..blanks(span.start);
        let mut start = indent.end;
        while start < span.end
            && bytes[start] == b'-'
            && bytes[start + 1..span.end].first().is_none_or(u8::is_ascii_whitespace)
        {
            start = blanks(start + 1);
        }
        let end = span.start + without_comment(&text[span.clone()], start - span.start).trim_end().len();
        let content = start..end.max(start);
        let key = key(&text[content.clone()]).map(|key| content.start + key.start..content.start + key.end);
        let value = match &key {
            Some(key) => {
                let colon = key.end + text[key.end..content.end].find(':').unwrap_or(0);
                blanks(colon + 1).min(content.end)..content.end
            }
            None => content.clone(),
        };
        Self { span, indent, content, key, value }
    }

    /// What is open at the end of its value.
    pub(super) fn open(&self, text: &str) -> Open {
        let value = &text[self.value.clone()];
        let mut open = Open::default();
        let mut at = 0;
        // Quotes and brackets mean something only where a value begins.
        let mut fresh = true;
        while let Some(character) = value[at..].chars().next() {
            let place = self.value.start + at;
            at += character.len_utf8();
            match character {
                '"' | '\'' if fresh => match closing(value, at, character) {
                    Some(end) => at = end,
                    None => {
                        open.quote = Some((character, place));
                        return open;
                    }
                },
                '[' | '{' if fresh => {
                    open.brackets.push((character, place));
                    continue;
                }
                ']' | '}' if !open.brackets.is_empty() => {
                    open.brackets.pop();
                }
                ',' if !open.brackets.is_empty() => {
                    fresh = true;
                    continue;
                }
                ':' if !open.brackets.is_empty() => {
                    fresh = true;
                    continue;
                }
                ' ' | '\t' => continue,
                _ if open.brackets.is_empty() && fresh => return open,
                _ => {
                    fresh = false;
                    continue;
                }
            }
            fresh = false;
            if open.brackets.is_empty() {
                let rest = value[at..].trim_start();
                open.behind = (!rest.is_empty()).then(|| self.value.end - rest.len());
                return open;
            }
        }
        open
    }
}

/// Where the text goes on behind the quote that closes.
fn closing(value: &str, mut at: usize, quote: char) -> Option<usize> {
    loop {
        let next = value[at..].find([quote, '\\'])? + at;
        let escaped = value[next..].starts_with('\\');
        match (quote, escaped) {
            ('"', true) => at = next + 1 + value[next + 1..].chars().next()?.len_utf8(),
            ('\'', true) => at = next + 1,
            ('\'', false) if value[next..].starts_with("''") => at = next + 2,
            _ => return Some(next + 1),
        }
    }
}

/// The line up to a `#` that starts a comment, quotes at the start of a value respected.
fn without_comment(line: &str, content: usize) -> &str {
    let mut at = content;
    if line[at..].starts_with('#') {
        return &line[..at];
    }
    let value = match key(line[at..].trim_end()) {
        Some(key) => at + key.end + line[at + key.end..].find(':').map_or(0, |colon| colon + 1),
        None => at,
    };
    let skipped = line.len() - line[value..].trim_start().len();
    if let Some(quote) = line[skipped..].chars().next().filter(|it| matches!(it, '"' | '\'')) {
        at = closing(line, skipped + 1, quote).unwrap_or(line.len());
    }
    let mut from = at;
    while let Some(found) = line[from..].find('#') {
        let place = from + found;
        if line[..place].ends_with([' ', '\t']) {
            return &line[..place];
        }
        from = place + 1;
    }
    line
}

/// The key of a line's content, where a `:` and a blank follow it.
fn key(content: &str) -> Option<Range<usize>> {
    let quote = content.chars().next().filter(|it| matches!(it, '"' | '\''));
    if let Some(quote) = quote {
        let end = closing(content, 1, quote)?;
        let rest = content[end..].trim_start_matches([' ', '\t']).strip_prefix(':')?;
        return rest.chars().next().is_none_or(char::is_whitespace).then_some(0..end);
    }
    if content.starts_with(['[', '{', '#', '|', '>', '"', '\'']) {
        return None;
    }
    let mut from = 0;
    while let Some(found) = content[from..].find(':') {
        let colon = from + found;
        if content[colon + 1..].chars().next().is_none_or(char::is_whitespace) {
            return (colon > 0).then(|| 0..content[..colon].trim_end().len());
        }
        from = colon + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_apart() {
        for (line, key, value) in [
            ("  - id: a  # note", Some("id"), "a"),
            ("message: \"a # b: c\" # d", Some("message"), "\"a # b: c\""),
            ("'q': [1, 2", Some("'q'"), "[1, 2"),
            ("- - http://x", None, "http://x"),
            ("key:", Some("key"), ""),
            ("a#b: c", Some("a#b"), "c"),
            ("# only", None, ""),
            ("\tword", None, "word"),
        ] {
            let read = Line::at(line, 3);
            assert_eq!(read.key.map(|key| &line[key]), key, "{line}");
            assert_eq!(&line[read.value], value, "{line}");
        }
    }

    #[test]
    fn open_ends_are_found() {
        let open = |line: &str| Line::at(line, 0).open(line);
        assert_eq!(open("a: \"b").quote, Some(('"', 3)));
        assert_eq!(open("a: 'it''s'"), Open::default());
        assert_eq!(open("a: it's [fine"), Open::default());
        assert_eq!(open("a: [b, {c: \"d").brackets, [('[', 3), ('{', 7)]);
        assert_eq!(open("a: \"b\" c").behind, Some(7));
    }
}
