//! Where decoded text came from: the way back from a byte of a scalar to a byte of the file.

use std::ops::Range;

use report::Span;

/// The way back from decoded text to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The text stands in the file as it is, from this byte on.
    Straight(u32),
    /// Pieces of it do, in order and without gaps in the decoded text.
    Pieces(Box<[Piece]>),
}

/// A part of the decoded text with one source: as long as it, then it stands there as it is; or else a whole
/// that was decoded from a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins in the decoded text.
    pub(super) start: u32,
    /// Where it stands in the file.
    pub(super) source: Span,
}

impl Origin {
    /// The bytes of the file that a range of the decoded text, `length` bytes in all, was made from.
    pub(super) fn span_of(&self, part: Range<usize>, length: usize) -> Span {
        let start = part.start.min(length);
        let end = part.end.clamp(start, length);
        match self {
            Self::Straight(at) => Span::new(*at as usize + start, *at as usize + end),
            Self::Pieces(pieces) => {
                let from = locate(pieces, start, length).0;
                let to = if end == start { from } else { locate(pieces, end - 1, length).1 };
                Span::new(from, to.max(from))
            }
        }
    }

    /// The byte of the decoded text that was made from a byte of the file.
    pub(super) fn offset_of(&self, place: usize, length: usize) -> Option<usize> {
        match self {
            Self::Straight(at) => place.checked_sub(*at as usize).filter(|offset| *offset <= length),
            Self::Pieces(pieces) => {
                let last = pieces.last()?;
                let first = pieces.first()?.source.start as usize;
                if place < first || place > last.source.end as usize {
                    return None;
                }
                let next = pieces.partition_point(|piece| piece.source.start as usize <= place);
                let piece = pieces[next - 1];
                let end = pieces.get(next).map_or(length, |piece| piece.start as usize);
                let decoded = end - piece.start as usize;
                let into = place - piece.source.start as usize;
                let inside = if decoded == piece.source.len() { into.min(decoded) } else { 0 };
                let behind = place >= piece.source.end as usize;
                Some(if behind { end } else { piece.start as usize + inside })
            }
        }
    }

    /// The same way back, with every byte of the file moved.
    pub(super) fn moved(self, to: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::Straight(at) => Self::Straight(Span::at(to(at as usize)).start),
            Self::Pieces(mut pieces) => {
                for piece in &mut pieces {
                    piece.source = Span::new(to(piece.source.start as usize), to(piece.source.end as usize));
                }
                Self::Pieces(pieces)
            }
        }
    }
}

/// Where in the file the character that holds this decoded byte begins and ends.
fn locate(pieces: &[Piece], offset: usize, length: usize) -> (usize, usize) {
    let next = pieces.partition_point(|piece| piece.start as usize <= offset);
    let Some(piece) = next.checked_sub(1).and_then(|at| pieces.get(at)) else { return (0, 0) };
    let end = pieces.get(next).map_or(length, |piece| piece.start as usize);
    let source = piece.source.range();
    if end - piece.start as usize == source.len() {
        let into = offset - piece.start as usize;
        (source.start + into, (source.start + into + 1).min(source.end))
    } else if offset >= end {
        (source.end, source.end)
    } else {
        (source.start, source.end)
    }
}

/// Builds decoded text together with the way back.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    pieces: Vec<Piece>,
}

impl Writer {
    /// Takes over characters as they stand in the file at `source`.
    pub(super) fn copy(&mut self, characters: &str, source: usize) {
        let adjoins = self.pieces.last().is_some_and(|last| {
            last.source.end as usize == source && self.text.len() - last.start as usize == last.source.len()
        });
        match self.pieces.last_mut() {
            Some(last) if adjoins => last.source.end = Span::at(source + characters.len()).end,
            _ if characters.is_empty() => {}
            _ => self.piece(Span::new(source, source + characters.len())),
        }
        self.text.push_str(characters);
    }

    /// Writes what a part of the file was decoded into.
    pub(super) fn decode(&mut self, character: char, source: Range<usize>) {
        self.piece(Span::new(source.start, source.end));
        self.text.push(character);
    }

    /// The text and the way back; an empty text stands at `empty`.
    pub(super) fn finish(self, empty: usize) -> (String, Origin) {
        let origin = match self.pieces.as_slice() {
            [] => Origin::Straight(Span::at(empty).start),
            [only] if only.source.len() == self.text.len() => Origin::Straight(only.source.start),
            _ => Origin::Pieces(self.pieces.into_boxed_slice()),
        };
        (self.text, origin)
    }

    fn piece(&mut self, source: Span) {
        self.pieces.push(Piece { start: Span::at(self.text.len()).start, source });
    }
}
