//! YAML as nearly all flows are written: lists and maps by indentation, scalars on one line and lists of them, and
//! block scalars. Read without the scanner, in a fraction of its time, to the same events.
//!
//! Whatever is anything else, every mistake included, is left to the scanner: what is accepted here is what no reader
//! of YAML could doubt.

use memchr::{memchr, memchr2};
use report::Span;

use super::events::{Event, Lines, Notation, ScalarNotation, Written};
use super::limits;
use super::tree::Placement;

/// Deeper nesting is left to the scanner.
const DEPTH: usize = limits::DEPTH / 4;

/// Longer keys are left to the scanner, which knows how long they may be.
const LONGEST_KEY: usize = 1000;

/// An event, in little space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    kind: Kind,
    span: Span,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    DocumentStart,
    Comment(Placement),
    Scalar(ScalarNotation),
    ListStart(Notation),
    MapStart,
    End,
}

impl Token {
    /// The event, and where it stands.
    pub(super) fn event<'t>(self) -> (Event<'t>, Span) {
        let written = Written::default();
        let event = match self.kind {
            Kind::DocumentStart => Event::DocumentStart,
            Kind::Comment(placement) => Event::Comment(placement),
            Kind::Scalar(notation) => Event::Scalar { notation, written },
            Kind::ListStart(notation) => Event::ListStart { notation, written },
            Kind::MapStart => Event::MapStart { notation: Notation::Block, written },
            Kind::End => Event::End,
        };
        (event, self.span)
    }
}

/// The events of a text; `None` where anything in it is not plain.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    if !is_printable(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader { bytes: text.as_bytes(), at: 0, depth: 0, tokens: Vec::with_capacity(text.len() / 12) };
    let first = reader.line()??;
    let start = Span::at(first.content);
    reader.tokens.insert(0, Token { kind: Kind::DocumentStart, span: start });
    if first.indent > 0 || reader.is_dash(first.content) {
        return None;
    }
    reader.map(0, first.content)?;
    match reader.line()? {
        None => Some(reader.tokens),
        Some(_) => None,
    }
}

/// Whether every character may stand in YAML wherever a letter may; ends of lines are those of Unix.
fn is_printable(bytes: &[u8]) -> bool {
    let is_usual = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !is_usual(byte)) {
        let next = |more: usize| rest.get(at + more).copied().unwrap_or_default();
        let length = match rest[at] {
            0xC2 if next(1) < 0xA0 => return false,
            0xC2..=0xDF => 2,
            // Ends of lines to some readers.
            0xE2 if next(1) == 0x80 && matches!(next(2), 0xA8 | 0xA9) => return false,
            // The mark of order, and what is no character.
            0xEF if matches!((next(1), next(2)), (0xBB, 0xBF) | (0xBF, 0xBE | 0xBF)) => return false,
            0xE0..=0xEF => 3,
            0xF0.. => 4,
            _ => return false,
        };
        rest = &rest[at + length..];
    }
    true
}

/// A line that holds more than blanks and a comment.
#[derive(Clone, Copy)]
struct Line {
    indent: usize,
    /// Where its first character stands that is no blank.
    content: usize,
}

/// A list in the entry of a map may stand as far left as its key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Key,
}

struct Reader<'t> {
    bytes: &'t [u8],
    /// The start of a line that was not read yet.
    at: usize,
    depth: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token { kind, span: Span::new(start, end) });
    }

    fn end_of_line(&self, from: usize) -> usize {
        memchr(b'\n', &self.bytes[from..]).map_or(self.bytes.len(), |length| from + length)
    }

    fn blanks(&self, from: usize) -> usize {
        self.bytes[from..].iter().take_while(|byte| **byte == b' ').count()
    }

    /// The next line with content, where there is one; comments before it are told. The line is read once more.
    fn line(&mut self) -> Option<Option<Line>> {
        while self.at < self.bytes.len() {
            let indent = self.blanks(self.at);
            let content = self.at + indent;
            match self.bytes.get(content) {
                None => self.at = content,
                Some(b'\n') => self.at = content + 1,
                Some(b'#') => {
                    let end = self.end_of_line(content);
                    self.push(Kind::Comment(Placement::OwnLine), content, end);
                    self.at = (end + 1).min(self.bytes.len());
                }
                Some(_) => {
                    let is_mark = |mark: &[u8]| self.bytes[content..].starts_with(mark);
                    if indent == 0 && (is_mark(b"---") || is_mark(b"...") || is_mark(b"%")) {
                        return None;
                    }
                    return Some(Some(Line { indent, content }));
                }
            }
        }
        Some(None)
    }

    /// Whether the dash of an item stands there.
    fn is_dash(&self, at: usize) -> bool {
        self.bytes[at] == b'-' && matches!(self.bytes.get(at + 1), None | Some(b' ' | b'\n'))
    }

    /// The list or map that begins on a line.
    fn block(&mut self, line: Line) -> Option<()> {
        if self.is_dash(line.content) {
            self.list(line.indent, line.content, Beside::Nothing)
        } else {
            self.map(line.indent, line.content)
        }
    }

    /// A map whose keys are indented so far, from its first key on.
    fn map(&mut self, indent: usize, first: usize) -> Option<()> {
        self.enter(Kind::MapStart)?;
        let mut at = first;
        loop {
            let value = self.key(at)?;
            match self.bytes.get(value) {
                None | Some(b'\n' | b'#') => {
                    self.finish_line(value)?;
                    match self.line()? {
                        Some(line) if line.indent > indent => self.block(line)?,
                        Some(line) if line.indent == indent && self.is_dash(line.content) => {
                            self.list(indent, line.content, Beside::Key)?;
                        }
                        Some(_) | None => self.push(Kind::Scalar(ScalarNotation::Absent), value, value),
                    }
                }
                Some(_) => self.scalar(value, indent)?,
            }
            match self.line()? {
                Some(line) if line.indent > indent => return None,
                Some(line) if line.indent == indent => {
                    if self.is_dash(line.content) {
                        return None;
                    }
                    at = line.content;
                }
                Some(_) | None => return self.leave(),
            }
        }
    }

    /// A list whose dashes are indented so far, from its first dash on.
    fn list(&mut self, indent: usize, first: usize, beside: Beside) -> Option<()> {
        self.enter(Kind::ListStart(Notation::Block))?;
        let mut dash = first;
        loop {
            let item = dash + 1 + self.blanks(dash + 1);
            match self.bytes.get(item) {
                None | Some(b'\n' | b'#') => {
                    self.finish_line(item)?;
                    match self.line()? {
                        Some(line) if line.indent > indent => self.block(line)?,
                        Some(_) | None => return None,
                    }
                }
                Some(_) if self.is_dash(item) => return None,
                Some(_) if self.holds_key(item) => self.map(indent + (item - dash), item)?,
                Some(_) => self.scalar(item, indent)?,
            }
            match self.line()? {
                Some(line) if line.indent > indent => return None,
                Some(line) if line.indent == indent => {
                    if self.is_dash(line.content) {
                        dash = line.content;
                    } else if beside == Beside::Key {
                        return self.leave();
                    } else {
                        return None;
                    }
                }
                Some(_) | None => return self.leave(),
            }
        }
    }

    fn enter(&mut self, kind: Kind) -> Option<()> {
        self.depth += 1;
        self.push(kind, 0, 0);
        (self.depth <= DEPTH).then_some(())
    }

    fn leave(&mut self) -> Option<()> {
        self.depth -= 1;
        self.push(Kind::End, 0, 0);
        Some(())
    }

    /// Whether an item begins with a key.
    fn holds_key(&self, at: usize) -> bool {
        let end = self.bytes[at..].iter().position(|byte| !is_of_key(*byte)).map_or(self.bytes.len(), |it| at + it);
        self.bytes.get(end) == Some(&b':') && matches!(self.bytes.get(end + 1), None | Some(b' ' | b'\n'))
    }

    /// A key with its colon; where its value stands.
    fn key(&mut self, start: usize) -> Option<usize> {
        let first = self.bytes[start];
        let end = if matches!(first, b'"' | b'\'') {
            self.in_quotes(start)?
        } else {
            let length = self.bytes[start..].iter().take_while(|byte| is_of_key(**byte)).count();
            self.push(Kind::Scalar(ScalarNotation::Plain), start, start + length);
            start + length
        };
        let begins = first.is_ascii_alphanumeric() || matches!(first, b'_' | b'"' | b'\'');
        if !begins || end - start > LONGEST_KEY || self.bytes.get(end) != Some(&b':') {
            return None;
        }
        match self.bytes.get(end + 1) {
            None | Some(b'\n') => Some(end + 1),
            Some(b' ') => Some(end + 1 + self.blanks(end + 1)),
            Some(_) => None,
        }
    }

    /// What stands behind a value on its line: nothing, or a comment behind a blank.
    fn finish_line(&mut self, from: usize) -> Option<()> {
        let at = from + self.blanks(from);
        self.at = match self.bytes.get(at) {
            None => at,
            Some(b'\n') => at + 1,
            Some(b'#') if self.bytes[at - 1] == b' ' => {
                let end = self.end_of_line(at);
                self.push(Kind::Comment(Placement::Trailing), at, end);
                (end + 1).min(self.bytes.len())
            }
            Some(_) => return None,
        };
        Some(())
    }

    /// A scalar; the list or map around it is indented so far.
    fn scalar(&mut self, start: usize, indent: usize) -> Option<()> {
        match self.bytes[start] {
            b'|' => self.block_scalar(start, indent, ScalarNotation::Literal(Lines::Content)),
            b'>' => self.block_scalar(start, indent, ScalarNotation::Folded(Lines::Content)),
            b'"' | b'\'' => {
                let end = self.in_quotes(start)?;
                self.finish_line(end)
            }
            b'[' => self.flow_list(start),
            b',' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'%' | b'@' | b'`' | b'?' | b':' => None,
            b'-' if matches!(self.bytes.get(start + 1), None | Some(b' ' | b'\n')) => None,
            _ => self.plain(start),
        }
    }

    /// A scalar without quotes; one that goes on on the next line is not plain.
    fn plain(&mut self, start: usize) -> Option<()> {
        let line_end = self.end_of_line(start);
        let line = &self.bytes[..line_end];
        let mut end = line_end;
        let mut from = start;
        while let Some(found) = memchr2(b':', b'#', &line[from..]) {
            let at = from + found;
            if line[at] == b':' {
                if matches!(line.get(at + 1), None | Some(b' ')) {
                    return None;
                }
            } else if line[at - 1] == b' ' {
                end = at;
                break;
            }
            from = at + 1;
        }
        let length = self.bytes[start..end].iter().rposition(|byte| *byte != b' ')? + 1;
        self.push(Kind::Scalar(ScalarNotation::Plain), start, start + length);
        self.finish_line(start + length)
    }

    /// A list in brackets that ends on its line, of scalars that need no doubt.
    fn flow_list(&mut self, start: usize) -> Option<()> {
        self.push(Kind::ListStart(Notation::Flow), start, start + 1);
        let mut at = start + 1 + self.blanks(start + 1);
        if self.bytes.get(at) != Some(&b']') {
            loop {
                let end = match self.bytes.get(at)? {
                    b'"' | b'\'' => self.in_quotes(at)?,
                    byte if byte.is_ascii_alphanumeric() || *byte == b'_' => {
                        let end = at + self.bytes[at..].iter().take_while(|byte| is_of_key(**byte)).count();
                        self.push(Kind::Scalar(ScalarNotation::Plain), at, end);
                        end
                    }
                    _ => return None,
                };
                at = end + self.blanks(end);
                match self.bytes.get(at)? {
                    b',' => at += 1 + self.blanks(at + 1),
                    b']' => break,
                    _ => return None,
                }
            }
        }
        self.push(Kind::End, at, at + 1);
        self.finish_line(at + 1)
    }

    /// A scalar in quotes that ends on its line; where it ends.
    fn in_quotes(&mut self, start: usize) -> Option<usize> {
        let quote = self.bytes[start];
        let notation = if quote == b'"' { ScalarNotation::DoubleQuoted } else { ScalarNotation::SingleQuoted };
        let mut at = start + 1;
        loop {
            match *self.bytes.get(at)? {
                b'\n' => return None,
                b'\\' if quote == b'"' => {
                    if !matches!(self.bytes.get(at + 1)?, b'"' | b'\\' | b'/' | b'n' | b't' | b'r') {
                        return None;
                    }
                    at += 2;
                }
                byte if byte == quote => {
                    at += 1;
                    if quote == b'"' || self.bytes.get(at) != Some(&quote) {
                        break;
                    }
                    at += 1;
                }
                _ => at += 1,
            }
        }
        self.push(Kind::Scalar(notation), start, at);
        Some(at)
    }

    /// The lines below `|` or `>`.
    fn block_scalar(&mut self, header: usize, indent: usize, notation: ScalarNotation) -> Option<()> {
        let chomps = usize::from(matches!(self.bytes.get(header + 1), Some(b'-' | b'+')));
        let head_end = header + 1 + chomps;
        let head_end = head_end + self.blanks(head_end);
        if self.bytes.get(head_end) != Some(&b'\n') {
            return None;
        }
        self.at = head_end + 1;
        let (mut start, mut content_indent, mut widest) = (None, 0, 0);
        while self.at < self.bytes.len() {
            let blanks = self.blanks(self.at);
            let content = self.at + blanks;
            let is_blank = matches!(self.bytes.get(content), None | Some(b'\n'));
            if is_blank && start.is_none() {
                widest = widest.max(blanks);
            } else if !is_blank {
                if blanks <= indent {
                    break;
                }
                if start.is_none() {
                    (start, content_indent) = (Some(content), blanks);
                }
                if blanks < content_indent {
                    return None;
                }
            }
            self.at = (self.end_of_line(content) + 1).min(self.bytes.len());
        }
        // Without content, or with more blanks before it than it is indented by, it is not what it looks like.
        let start = start.filter(|_| widest <= content_indent)?;
        self.push(Kind::Scalar(notation), start, self.at);
        Some(())
    }
}

/// What keys are made of without quotes.
fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'$')
}
