//! Decoding scalars by YAML's rules while remembering where every character came from.
//!
//! The parsing library decodes as well; that its text and ours agree is a test, not an assumption made here.

use std::ops::Range;

use memchr::memchr2;

use super::origin::{Origin, Writer};

/// A plain scalar: lines trimmed and folded.
pub(super) fn plain(text: &str, span: Range<usize>) -> (String, Origin) {
    let mut lines = Lines { text, end: span.end, out: Writer::default() };
    let start = span.start;
    lines.flow(span, |_, _| None);
    lines.out.finish(start)
}

/// A single-quoted scalar, `span` including its quotes.
pub(super) fn single_quoted(text: &str, span: Range<usize>) -> (String, Origin) {
    let inside = inside(text, &span, '\'');
    let mut lines = Lines { text, end: inside.end, out: Writer::default() };
    let start = inside.start;
    lines.flow(inside, |text, at| text[at..].starts_with("''").then_some(Escape::Character('\'', at + 2)));
    lines.out.finish(start)
}

/// A double-quoted scalar, `span` including its quotes.
pub(super) fn double_quoted(text: &str, span: Range<usize>) -> (String, Origin) {
    let inside = inside(text, &span, '"');
    let mut lines = Lines { text, end: inside.end, out: Writer::default() };
    let start = inside.start;
    lines.flow(inside, escape);
    lines.out.finish(start)
}

/// What stands between quotes; the closing one may be missing.
fn inside(text: &str, span: &Range<usize>, quote: char) -> Range<usize> {
    let start = (span.start + 1).min(span.end);
    let closed = span.end > start && text[..span.end].ends_with(quote);
    start..if closed { span.end - 1 } else { span.end }
}

enum Escape {
    /// A character, and where the text goes on.
    Character(char, usize),
    /// An escaped line break: nothing, and where the next line begins.
    Join(usize),
}

/// `\` and what follows; `None` where it is none.
fn escape(text: &str, at: usize) -> Option<Escape> {
    let rest = text[at..].strip_prefix('\\')?;
    let letter = rest.chars().next()?;
    let after = at + 1 + letter.len_utf8();
    let hex = |digits: usize| {
        let number = text.get(after..after + digits).and_then(|it| u32::from_str_radix(it, 16).ok());
        (number.unwrap_or(0xFFFD), after + digits)
    };
    let character = match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' | 'u' | 'U' => {
            let (number, end) = hex(match letter {
                'x' => 2,
                'u' => 4,
                _ => 8,
            });
            return Some(surrogates(text, number, end));
        }
        '\r' | '\n' => return Some(Escape::Join(line_break(text, at + 1)?)),
        other => other,
    };
    Some(Escape::Character(character, after))
}

/// Two `\u` escapes of JSON that are one character, or else one that is one.
fn surrogates(text: &str, number: u32, end: usize) -> Escape {
    let low = || u32::from_str_radix(text.get(end..)?.strip_prefix("\\u")?.get(..4)?, 16).ok();
    if let (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) = (number, low()) {
        let number = 0x10000 + ((number - 0xD800) << 10) + (low - 0xDC00);
        return Escape::Character(char::from_u32(number).unwrap_or('\u{FFFD}'), end + 6);
    }
    Escape::Character(char::from_u32(number).unwrap_or('\u{FFFD}'), end)
}

/// The end of the line break at a byte, if there is one.
fn line_break(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at)? {
        b'\r' if text.as_bytes().get(at + 1) == Some(&b'\n') => Some(at + 2),
        b'\r' | b'\n' => Some(at + 1),
        _ => None,
    }
}

/// The end of the blanks at a byte.
fn blanks(text: &str, at: usize, end: usize) -> usize {
    at + text.as_bytes()[at..end].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

struct Lines<'t> {
    text: &'t str,
    end: usize,
    out: Writer,
}

impl Lines<'_> {
    /// Flow folding: blanks around a line break go, a single break becomes a space, further ones stay.
    fn flow(&mut self, span: Range<usize>, escape: impl Fn(&str, usize) -> Option<Escape>) {
        let mut at = span.start;
        let mut copied = span.start;
        while at < self.end {
            match self.text.as_bytes()[at] {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    let after = blanks(self.text, at, self.end);
                    match line_break(self.text, after).filter(|next| *next <= self.end) {
                        None => at = after,
                        Some(next) => {
                            self.out.copy(&self.text[copied..at], copied);
                            at = self.fold(at, next);
                            copied = at;
                        }
                    }
                }
                b'\\' | b'\'' => match escape(self.text, at) {
                    Some(Escape::Character(character, next)) => {
                        let next = next.min(self.end);
                        self.out.copy(&self.text[copied..at], copied);
                        self.out.decode(character, at..next);
                        at = next;
                        copied = at;
                    }
                    Some(Escape::Join(next)) => {
                        self.out.copy(&self.text[copied..at], copied);
                        at = self.join(next.min(self.end));
                        copied = at;
                    }
                    None => at += 1,
                },
                _ => at += 1,
            }
        }
        self.out.copy(&self.text[copied..self.end], copied);
    }

    /// Folds the break that ends at `next`, with the blanks before it from `from` on and the lines without
    /// content after it; gives where content goes on.
    fn fold(&mut self, from: usize, next: usize) -> usize {
        let mut at = blanks(self.text, next, self.end);
        if line_break(self.text, at).is_none_or(|after| after > self.end) {
            self.out.decode(' ', from..at);
            return at;
        }
        while let Some(after) = line_break(self.text, at).filter(|after| *after <= self.end) {
            self.out.decode('\n', at..after);
            at = blanks(self.text, after, self.end);
        }
        at
    }

    /// After an escaped break: the lines without content that follow stay breaks.
    fn join(&mut self, next: usize) -> usize {
        let mut at = blanks(self.text, next, self.end);
        while let Some(after) = line_break(self.text, at).filter(|after| *after <= self.end) {
            self.out.decode('\n', at..after);
            at = blanks(self.text, after, self.end);
        }
        at
    }
}

/// How a block scalar treats its line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// `|`: they stay.
    Keep,
    /// `>`: they fold.
    Fold,
}

/// A block scalar from its `|` or `>` at `header`; its lines end before `end`, and its content is indented by
/// `indent`. Gives also where its last line with content ends.
///
/// A last line that the text ends without a break gets none: so does SnakeYAML, which Kestra reads with.
pub(super) fn block(text: &str, header: usize, end: usize, indent: usize, breaks: Breaks) -> (String, Origin, usize) {
    let head_end = header + text[header..].find(['\n', '\r']).unwrap_or(text.len() - header);
    let indicators = text.get(header + 1..head_end).unwrap_or_default();
    let indicators = &indicators[..indicators.find([' ', '\t', '#']).unwrap_or(indicators.len())];
    let chomping = indicators.chars().find(|it| matches!(it, '+' | '-'));
    let mut lines = Block { breaks, out: Writer::default(), pending: Vec::new(), after: Line::First };
    let mut content_end = header + 1 + indicators.len();
    let empty = content_end;
    let mut at = line_break(text, head_end).unwrap_or(head_end);
    while at < end {
        let bytes = text.as_bytes();
        let content = at + bytes[at..].iter().take(indent).take_while(|byte| **byte == b' ').count();
        let line_end = memchr2(b'\n', b'\r', &bytes[content..]).map_or(bytes.len(), |length| content + length);
        let next = line_break(text, line_end);
        if line_end > content {
            if content - at < indent {
                break;
            }
            lines.content(&text[content..line_end], content);
            content_end = line_end;
        } else if next.is_none() {
            break;
        }
        let Some(next) = next else { break };
        lines.pending.push(line_end..next);
        at = next;
    }
    lines.chomp(chomping);
    let (decoded, origin) = lines.out.finish(empty);
    (decoded, origin, content_end)
}

/// What kind of line came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// None with content.
    First,
    /// One that begins with content.
    Text,
    /// One that is indented further, whose breaks are never folded.
    Indented,
}

struct Block {
    breaks: Breaks,
    out: Writer,
    pending: Vec<Range<usize>>,
    after: Line,
}

impl Block {
    fn content(&mut self, line: &str, at: usize) {
        let kind = if line.starts_with([' ', '\t']) { Line::Indented } else { Line::Text };
        let folds = self.breaks == Breaks::Fold && self.after == Line::Text && kind == Line::Text;
        let mut pending = std::mem::take(&mut self.pending);
        match pending.as_slice() {
            [only] if folds => self.out.decode(' ', only.start..at),
            [_, rest @ ..] if folds => self.breaks(rest),
            all => self.breaks(all),
        }
        pending.clear();
        self.pending = pending;
        self.out.copy(line, at);
        self.after = kind;
    }

    fn breaks(&mut self, breaks: &[Range<usize>]) {
        for line_break in breaks {
            self.out.decode('\n', line_break.clone());
        }
    }

    /// The breaks behind the last line: one by default, none with `-`, all with `+`.
    fn chomp(&mut self, indicator: Option<char>) {
        let pending = std::mem::take(&mut self.pending);
        match indicator {
            Some('-') => {}
            Some(_) => self.breaks(&pending),
            None if self.after == Line::First => {}
            None => self.breaks(pending.get(..1).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_decodes_and_finds_its_way_back() {
        let text = "\"a\\n  \\u00e9\n\n  b\\\n   c\" ";
        let (decoded, origin) = double_quoted(text, 0..text.len() - 1);
        assert_eq!(decoded, "a\n  é\nbc");
        let place = |part: &str| {
            let at = decoded.find(part).expect("it is there");
            text[origin.span_of(at..at + part.len(), decoded.len()).range()].to_owned()
        };
        assert_eq!(place("é"), "\\u00e9");
        assert_eq!(place("bc"), "b\\\n   c");
        assert_eq!(place("a\n"), "a\\n");

        let text = "'it''s  \n  so'";
        let (decoded, origin) = single_quoted(text, 0..text.len());
        assert_eq!(decoded, "it's so");
        assert_eq!(&text[origin.span_of(2..4, 7).range()], "''s");
    }

    #[test]
    fn folded_lines_keep_indented_ones() {
        let text = ">\n  a\n  b\n\n  c\n    d\n  e\n\n";
        let (decoded, _, end) = block(text, 0, text.len(), 2, Breaks::Fold);
        assert_eq!(decoded, "a b\nc\n  d\ne\n");
        assert_eq!(&text[..end], ">\n  a\n  b\n\n  c\n    d\n  e");
    }

    #[test]
    fn a_last_line_without_break_gets_none() {
        let (decoded, ..) = block("|\n  x", 0, 5, 2, Breaks::Keep);
        assert_eq!(decoded, "x");
    }
}
