//! The only place that knows how the protocol counts columns.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use report::{Source, Span};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// 16-bit units: what every editor knows.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one that costs us least among those an editor offers.
    pub(crate) fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offered = offered.unwrap_or_default();
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF32) && !offered.contains(&PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// As the protocol names it.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// Where a span of a text stands.
    pub(crate) fn range(self, source: &Source, span: Span) -> Range {
        let at = |offset: u32| self.position(source, offset as usize);
        Range { start: at(span.start), end: at(span.end.max(span.start)) }
    }

    /// The span of a range; places outside the text are moved to its nearest place.
    pub(crate) fn span(self, source: &Source, range: &Range) -> Span {
        let (start, end) = (self.offset(source, range.start), self.offset(source, range.end));
        Span::new(start, end.max(start))
    }

    fn position(self, source: &Source, offset: usize) -> Position {
        let at = source.position(offset);
        let line = at.line - 1;
        let start = source.line_start(line as usize).unwrap_or_default();
        let before = source.text.get(start..at.byte as usize).unwrap_or_default();
        let character = before.chars().map(|letter| self.width(letter)).sum::<usize>();
        Position { line, character: u32::try_from(character).unwrap_or(u32::MAX) }
    }

    fn offset(self, source: &Source, position: Position) -> usize {
        let Some(start) = source.line_start(position.line as usize) else { return source.text.len() };
        let rest = source.text.get(start..).unwrap_or_default();
        let line = rest.split_inclusive('\n').next().unwrap_or_default().trim_end_matches(['\n', '\r']);
        let mut units = 0;
        for (at, letter) in line.char_indices() {
            if units >= position.character as usize {
                return start + at;
            }
            units += self.width(letter);
        }
        start + line.len()
    }
}

#[cfg(test)]
mod tests {
    use report::FileId;

    use super::*;

    #[test]
    fn columns_count_what_was_negotiated() {
        let source = Source::new(FileId(0), "a.yaml", "a: 1\nü𝄞x: 2\r\n");
        let x = source.text.find('x').expect("the text has one");
        for (encoding, character) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let range = encoding.range(&source, Span::new(x, x + 1));
            assert_eq!(range.start, Position { line: 1, character });
            assert_eq!(encoding.span(&source, &range), Span::new(x, x + 1));
        }
    }

    #[test]
    fn places_outside_are_moved_inside() {
        let source = Source::new(FileId(0), "a.yaml", "ab\r\ncd");
        let span = |line, character| {
            let at = Position { line, character };
            Encoding::Utf16.span(&source, &Range { start: at, end: at }).start
        };
        assert_eq!([span(0, 99), span(1, 99), span(9, 0)], [2, 6, 6]);
    }

    #[test]
    fn bytes_are_preferred() {
        use PositionEncodingKind::{UTF8, UTF16, UTF32};
        for (offered, chosen) in [
            (None, Encoding::Utf16),
            (Some(vec![UTF16, UTF8]), Encoding::Utf8),
            (Some(vec![UTF32]), Encoding::Utf32),
            (Some(vec![UTF32, UTF16]), Encoding::Utf16),
        ] {
            assert_eq!(Encoding::negotiate(offered.as_deref()), chosen);
        }
    }
}
