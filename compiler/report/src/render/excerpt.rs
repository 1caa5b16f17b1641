//! The source lines of a drawing, cut where they are too long for the terminal.

use std::ops::Range;

use codespan_reporting::diagnostic::{Label as Drawn, LabelStyle};
use codespan_reporting::files::{self, Error};

use crate::source::{Files, Source};
use crate::{Diagnostic, FileId, Label, Span};

/// What stands for a part that was cut.
const CUT: &str = "…";

/// What a cut line shows in front of a label, in characters.
const AROUND: usize = 12;

/// The files of a drawing as the drawing library wants them.
pub(super) struct Excerpt<'f> {
    pages: Vec<Page<'f>>,
    labels: Vec<(LabelStyle, Label)>,
}

struct Page<'f> {
    source: &'f Source,
    /// The text with long lines cut; nothing where none is.
    cut: Option<Source>,
    /// What was cut, in order: ranges of the text, each replaced by [`CUT`].
    cuts: Vec<Range<usize>>,
}

impl<'f> Excerpt<'f> {
    /// The lines that a finding speaks of, in as many columns.
    pub(super) fn of(files: &'f (impl Files + ?Sized), diagnostic: &Diagnostic, width: Option<usize>) -> Self {
        let labels: Vec<_> = std::iter::once((LabelStyle::Primary, diagnostic.primary.clone()))
            .chain(diagnostic.secondary.iter().map(|label| (LabelStyle::Secondary, label.clone())))
            .collect();
        let mut pages: Vec<Page<'f>> = Vec::new();
        for (_, label) in &labels {
            let known = pages.iter().any(|page| page.source.file == label.place.file);
            if let Some(source) = files.file(label.place.file).filter(|_| !known) {
                pages.push(Page { source, cut: None, cuts: Vec::new() });
            }
        }
        for page in &mut pages {
            let here = labels.iter().map(|(_, label)| label.place);
            let spans: Vec<Span> =
                here.filter(|place| place.file == page.source.file).map(|place| place.span).collect();
            if let Some(width) = width {
                page.cut(&spans, width);
            }
        }
        Self { pages, labels }
    }

    /// The labels as the drawing library wants them, those without a file left out.
    pub(super) fn labels(&self) -> Vec<Drawn<FileId>> {
        let draw = |(style, label): &(LabelStyle, Label)| {
            let range = self.page(label.place.file)?.shown(label.place.span);
            Some(Drawn { style: *style, file_id: label.place.file, range, message: label.message.clone() })
        };
        self.labels.iter().filter_map(draw).collect()
    }

    /// The width of the line numbers.
    pub(super) fn gutter(&self) -> usize {
        let last_line = |label: &Label| {
            let page = self.page(label.place.file)?;
            let shown = page.shown(label.place.span);
            Some(page.drawn().position(shown.end).line)
        };
        let last = self.labels.iter().filter_map(|(_, label)| last_line(label)).max().unwrap_or(1);
        last.to_string().len()
    }

    fn page(&self, file: FileId) -> Option<&Page<'f>> {
        self.pages.iter().find(|page| page.source.file == file)
    }
}

impl Page<'_> {
    fn drawn(&self) -> &Source {
        self.cut.as_ref().unwrap_or(self.source)
    }

    /// A span as a range of the drawn text, whole characters inside the text.
    fn shown(&self, span: Span) -> Range<usize> {
        let text = &*self.source.text;
        let start = floor(text, span.start as usize);
        let end = floor(text, span.end as usize).max(start);
        // A line break at the end would be drawn as a line of its own.
        let end = start + text[start..end].trim_end_matches(['\n', '\r']).len();
        self.moved(start)..self.moved(end)
    }

    fn moved(&self, at: usize) -> usize {
        let mut moved = at;
        for cut in self.cuts.iter().take_while(|cut| cut.start < at) {
            moved = moved + CUT.len() - (cut.end.min(at) - cut.start);
        }
        moved
    }

    /// Cuts the lines of these spans so that they fit.
    fn cut(&mut self, spans: &[Span], width: usize) {
        let text = &*self.source.text;
        let mut lines: Vec<usize> = Vec::new();
        for span in spans {
            let line = |at: u32| self.source.position(at as usize).line as usize - 1;
            let (first, last) = (line(span.start), line(span.end));
            lines.extend((first..=last).take(4).chain([last.saturating_sub(1).max(first), last]));
        }
        lines.sort_unstable();
        lines.dedup();
        let digits = lines.last().map_or(1, |line| (line + 1).to_string().len());
        let room = width.saturating_sub(digits + 5).max(40);
        for line in lines {
            let start = self.source.line_start(line).unwrap_or(0);
            let end = self.source.line_start(line + 1).unwrap_or(text.len());
            let end = start + text[start..end].trim_end_matches(['\n', '\r']).len();
            if text[start..end].chars().count() > room {
                self.cuts.extend(around(text, start..end, spans, room));
            }
        }
        if !self.cuts.is_empty() {
            let mut cut = String::with_capacity(text.len());
            let mut copied = 0;
            for range in &self.cuts {
                cut.push_str(&text[copied..range.start]);
                cut.push_str(CUT);
                copied = range.end;
            }
            cut.push_str(&text[copied..]);
            self.cut = Some(Source::new(self.source.file, self.source.path.clone(), cut));
        }
    }
}

/// What to cut of a line so that the part with the labels fits into `room` characters.
fn around(text: &str, line: Range<usize>, spans: &[Span], room: usize) -> Vec<Range<usize>> {
    let inside = |at: u32| floor(text, (at as usize).clamp(line.start, line.end));
    let touching = spans.iter().filter(|span| span.start as usize <= line.end && line.start <= span.end as usize);
    let first = touching.clone().map(|span| inside(span.start)).min().unwrap_or(line.start);
    let last = touching.map(|span| inside(span.end)).max().unwrap_or(line.end);
    let forth = |at: usize, by: usize| text[at..line.end].char_indices().nth(by).map_or(line.end, |(n, _)| at + n);
    let back = |at: usize, by: usize| {
        let before = &text[line.start..at];
        before.char_indices().rev().nth(by.saturating_sub(1)).map_or(line.start, |(n, _)| line.start + n)
    };
    let from = if forth(line.start, room) >= last { line.start } else { back(first, AROUND) };
    let to = forth(from, room);
    let cuts = [line.start..from, to..line.end];
    cuts.into_iter().filter(|cut| !cut.is_empty()).collect()
}

/// The nearest start of a character at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl<'a> files::Files<'a> for Excerpt<'_> {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, file: FileId) -> Result<&'a str, Error> {
        self.page(file).map(|page| &*page.source.path).ok_or(Error::FileMissing)
    }

    fn source(&'a self, file: FileId) -> Result<&'a str, Error> {
        self.page(file).map(|page| &*page.drawn().text).ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, file: FileId, byte: usize) -> Result<usize, Error> {
        let page = self.page(file).ok_or(Error::FileMissing)?;
        Ok(page.drawn().position(byte).line as usize - 1)
    }

    fn line_range(&'a self, file: FileId, line: usize) -> Result<Range<usize>, Error> {
        let source = self.page(file).ok_or(Error::FileMissing)?.drawn();
        let max = source.line_count();
        let start = source.line_start(line).ok_or(Error::LineTooLarge { given: line, max })?;
        Ok(start..source.line_start(line + 1).unwrap_or(source.text.len()))
    }

    /// The author's column, also where the line was cut in front of it.
    fn column_number(&'a self, file: FileId, line: usize, byte: usize) -> Result<usize, Error> {
        let page = self.page(file).ok_or(Error::FileMissing)?;
        let start = page.drawn().line_start(line).unwrap_or(0);
        let before = page.cuts.iter().filter(|cut| (start..byte).contains(&page.moved(cut.start)));
        let hidden: usize = before.map(|cut| page.source.text[cut.clone()].chars().count() - 1).sum();
        Ok(page.drawn().position(byte).column as usize + hidden)
    }
}
