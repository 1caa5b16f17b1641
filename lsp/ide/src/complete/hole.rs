//! A text with a word in the place that is asked about, so that the file can say what stands there.

use report::Span;

/// The word: a character nobody writes.
pub(super) const HOLE: &str = "\u{e000}";

/// A text with a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// The text.
    pub(super) text: String,
    /// Where the word stands in it.
    pub(super) offset: usize,
    /// What of the author's text a completion takes the place of.
    pub(super) replace: Span,
    /// Where the key on the line begins, counted from its start.
    pub(super) column: usize,
    /// What stands around it on the line.
    pub(super) line: LineForm,
}

/// What stands around a hole on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineForm {
    /// Nothing, or a word that may become a key.
    Word,
    /// A `:` behind it.
    BeforeColon,
    /// A key and a `:` in front of it; and a space, or not.
    Value(Space),
    /// Brackets.
    Flow,
}

/// Whether a value is set off from its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    There,
    Missing,
}

impl Hole {
    /// The text with a hole at a byte; `None` where nothing can be completed.
    pub(super) fn at(text: &str, offset: usize) -> Option<Self> {
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at);
        let line = &text[start..end];
        let mut content = line.len() - line.trim_start_matches([' ', '\t']).len();
        while let Some(rest) = line[content..].strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))
        {
            content = line.len() - rest.trim_start_matches(' ').len();
        }
        if start + content > offset {
            content = offset - start;
        }
        let before = &text[start + content..offset];
        if before.contains(['[', '{']) || before.starts_with('?') {
            return Some(Self::in_flow(text, offset, content));
        }
        let content_start = start + content;
        let colon = before
            .char_indices()
            .find(|(at, it)| *it == ':' && before[at + 1..].chars().next().is_none_or(char::is_whitespace));
        match colon {
            Some((colon, _)) => Some(Self::value(text, content_start + colon + 1, offset, end, content)),
            None if before.contains(char::is_whitespace) || before.starts_with(['"', '\'']) => None,
            None => Some(Self::key(text, content_start, offset, end, content)),
        }
    }

    fn key(text: &str, start: usize, offset: usize, end: usize, column: usize) -> Self {
        let rest = &text[start..end];
        let word = rest.find([':', ' ', '\t', '#']).map_or(end, |at| start + at).max(offset);
        let colon = text[word..end].starts_with(':');
        let (line, behind) = if colon { (LineForm::BeforeColon, "") } else { (LineForm::Word, ":") };
        let replaced = if colon { word } else { end };
        Self {
            text: format!("{}{HOLE}{behind}{}", &text[..start], &text[replaced..]),
            offset: start,
            replace: Span::new(start, word),
            column,
            line,
        }
    }

    fn value(text: &str, after_colon: usize, offset: usize, end: usize, column: usize) -> Self {
        let blanks = text[after_colon..end].len() - text[after_colon..end].trim_start_matches([' ', '\t']).len();
        let start = (after_colon + blanks).min(offset);
        let space = if start > after_colon { Space::There } else { Space::Missing };
        let value = &text[start..end];
        let value = value.find(" #").map_or(value, |at| &value[..at]).trim_end();
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''));
        let inner = usize::from(quote.is_some());
        let closed = quote.is_some_and(|quote| value.len() > 1 && value.ends_with(quote));
        let replace_end = (start + value.len() - usize::from(closed)).max(offset);
        let replace = Span::new((start + inner).min(offset), replace_end);
        let gap = match space {
            Space::There => "",
            Space::Missing => " ",
        };
        let behind = (start + value.len()).max(offset);
        Self {
            text: format!("{}{gap}{HOLE}{}", &text[..start], &text[behind..]),
            offset: start + gap.len(),
            replace,
            column,
            line: LineForm::Value(space),
        }
    }

    fn in_flow(text: &str, offset: usize, column: usize) -> Self {
        let is_word = |it: char| it.is_alphanumeric() || "_-.".contains(it);
        let start =
            offset - text[..offset].chars().rev().take_while(|it| is_word(*it)).map(char::len_utf8).sum::<usize>();
        let end = text[offset..].find(|it: char| !is_word(it)).map_or(text.len(), |at| offset + at);
        Self {
            text: format!("{}{HOLE}{}", &text[..start], &text[end..]),
            offset: start,
            replace: Span::new(start, end),
            column,
            line: LineForm::Flow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (String, String, LineForm) {
        let offset = text.find('$').expect("a place");
        let text = text.replacen('$', "", 1);
        let hole = Hole::at(&text, offset).expect("a hole");
        assert!(hole.text[hole.offset..].starts_with(HOLE));
        (hole.text.replace(HOLE, "_"), text[hole.replace.range()].to_owned(), hole.line)
    }

    #[test]
    fn the_word_takes_the_place_of_what_is_typed() {
        let there = LineForm::Value(Space::There);
        for (text, holed, replaced, line) in [
            ("a: 1\n$", "a: 1\n_:", "", LineForm::Word),
            ("  - me$s\nb: 1", "  - _:\nb: 1", "mes", LineForm::Word),
            ("  me$s: x", "  _: x", "mes", LineForm::BeforeColon),
            ("type: io.$kestra # c", "type: _ # c", "io.kestra", there),
            ("type: $", "type: _", "", there),
            ("type:$", "type: _", "", LineForm::Value(Space::Missing)),
            ("a: \"b$\"", "a: _", "b", there),
            ("a: [b, c$]", "a: [b, _]", "c", LineForm::Flow),
        ] {
            assert_eq!(at(text), (holed.to_owned(), replaced.to_owned(), line), "{text}");
        }
    }
}
