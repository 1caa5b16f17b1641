//! Texts, and places in them.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// A file among those that are looked at together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A range of bytes in one file; `start` is included, `end` is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    pub fn new(start: usize, end: usize) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: offset(start), end: offset(end) }
    }

    /// The place between two bytes.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// How many bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether all of another span lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// As a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether a byte offset lies inside, or right behind the last byte.
    pub fn touches(self, offset: usize) -> bool {
        self.start as usize <= offset && offset <= self.end as usize
    }
}

/// A range of bytes in a certain file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

/// A line and a column, both counted from one; columns in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The byte, from 0.
    pub byte: u32,
}

/// A text with its path, which knows its lines.
#[derive(Clone, Debug)]
pub struct Source {
    /// Which file this is.
    pub file: FileId,
    /// The path as people should see it, with `/`.
    pub path: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    line_starts: Arc<[u32]>,
}

impl Source {
    /// Takes a text in.
    pub fn new(file: FileId, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let line_starts: Vec<u32> = starts.map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        Self { file, path: path.into(), text, line_starts: line_starts.into() }
    }

    /// The line and column of a byte offset; offsets past the end count as the end.
    pub fn position(&self, offset: usize) -> Position {
        let byte = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start as usize <= byte) - 1;
        let before = &self.text.as_bytes()[self.line_starts[line] as usize..byte];
        let column = before.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() + 1;
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Position { line: number(line + 1), column: number(column), byte: number(byte) }
    }

    /// The byte offset at which a line starts, lines counted from 0.
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.line_starts.get(line).map(|start| *start as usize)
    }

    /// How many lines there are; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// A span of this file as a place.
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }

    /// The text of a span; empty where the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// The files that are looked at together; a [`FileId`] is an index.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Takes in a file under the next id.
    pub fn add(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        let file = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(file, path, text));
        file
    }

    /// The file with this id.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }

    /// All files in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }
}

/// Where the text of a file can be had.
pub trait Files {
    /// The file with this id.
    fn file(&self, file: FileId) -> Option<&Source>;
}

impl Files for Sources {
    fn file(&self, file: FileId) -> Option<&Source> {
        self.get(file)
    }
}

impl Files for Source {
    fn file(&self, file: FileId) -> Option<&Source> {
        (self.file == file).then_some(self)
    }
}

/// What may stand in the path of an address as it is (RFC 3986 §3.3), but for the colon, which could end a scheme.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// A path as part of an address: `my%20flows/a.yaml`.
pub fn reference(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(reference("my flows/ü:a.yaml"), "my%20flows/%C3%BC%3Aa.yaml");
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new(FileId(0), "a.yaml", "é: ü\nxé");
        for (offset, line, column) in [(0, 1, 1), (2, 1, 2), (4, 1, 4), (6, 1, 5), (7, 2, 1), (8, 2, 2), (99, 2, 3)] {
            let at = source.position(offset);
            assert_eq!((at.line, at.column), (line, column), "offset {offset}");
        }
    }
}
