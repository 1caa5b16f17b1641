//! An edit drawn as the lines it changes.

use super::Look;
use super::paint::{Paint, painted};
use crate::source::{Files, Source};
use crate::{Applicability, Edit, FileId, Fix, Span, fix};

/// How many ways to mend one mistake are drawn.
pub(super) const SHOWN: usize = 3;

/// How many lines of one edit are drawn.
const LINES: usize = 8;

/// Draws a fix: what it does, and the lines it changes.
pub(super) fn fix(
    files: &(impl Files + ?Sized),
    fix: &Fix,
    home: FileId,
    gutter: usize,
    look: &Look,
    out: &mut String,
) {
    out.push_str(&" ".repeat(gutter + 1));
    painted(look, Paint::Gutter, "=", out);
    out.push(' ');
    painted(look, Paint::Strong, "help", out);
    out.push_str(": ");
    out.push_str(&fix.message);
    match fix.applicability {
        Applicability::Unsafe => out.push_str(" (changes behaviour)"),
        Applicability::Safe | Applicability::Suggestion => {}
    }
    out.push('\n');
    let mut seen: Vec<FileId> = Vec::new();
    for file in fix.edits.iter().map(|edit| edit.place.file) {
        let Some(source) = files.file(file).filter(|_| !seen.contains(&file)) else { continue };
        seen.push(file);
        if file != home {
            out.push_str(&" ".repeat(gutter + 1));
            painted(look, Paint::Gutter, "┌─", out);
            out.push_str(&format!(" {}\n", source.path));
        }
        let edits: Vec<&Edit> = fix.edits.iter().filter(|edit| edit.place.file == file).collect();
        for hunk in hunks(source, edits) {
            hunk.draw(gutter, look, out);
        }
    }
}

/// The line between a drawing and what follows it.
pub(super) fn border(look: &Look, gutter: usize, out: &mut String) {
    out.push_str(&" ".repeat(gutter + 1));
    painted(look, Paint::Gutter, "│", out);
    out.push('\n');
}

/// Neighbouring lines before and after.
struct Hunk {
    /// The number of the first line.
    line: usize,
    before: Vec<String>,
    after: Vec<String>,
}

/// What edits of one file change, by lines; nothing where they overlap.
fn hunks(source: &Source, mut edits: Vec<&Edit>) -> Vec<Hunk> {
    edits.sort_by_key(|edit| edit.place.span);
    let line_of = |at: u32| source.position(at as usize).line as usize - 1;
    let mut groups: Vec<(usize, usize, Vec<Edit>)> = Vec::new();
    for edit in edits {
        let (first, last) = (line_of(edit.place.span.start), line_of(edit.place.span.end));
        match groups.last_mut() {
            Some((_, end, group)) if first <= *end => {
                *end = last.max(*end);
                group.push(edit.clone());
            }
            _ => groups.push((first, last, vec![edit.clone()])),
        }
    }
    groups.into_iter().filter_map(|(first, last, group)| hunk(source, first, last, group)).collect()
}

fn hunk(source: &Source, first: usize, last: usize, mut edits: Vec<Edit>) -> Option<Hunk> {
    let start = source.line_start(first)?;
    let end = source.line_start(last + 1).unwrap_or(source.text.len());
    let text = source.text.get(start..end)?;
    for edit in &mut edits {
        let span = edit.place.span.range();
        edit.place.span = Span::new(span.start.checked_sub(start)?, span.end.checked_sub(start)?);
    }
    let changed = fix::apply(text, &edits).ok()?;
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (mut before, mut after) = (lines(text), lines(&changed));
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    before.drain(..head);
    after.drain(..head);
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    before.truncate(before.len() - tail);
    after.truncate(after.len() - tail);
    Some(Hunk { line: first + head + 1, before, after })
}

impl Hunk {
    /// How many characters a line has in common with the one it replaces, or is replaced by.
    fn first_change(&self, at: usize) -> usize {
        match (self.before.get(at), self.after.get(at)) {
            (Some(before), Some(after)) => before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count(),
            (Some(_) | None, None) | (None, Some(_)) => 0,
        }
    }

    fn draw(&self, gutter: usize, look: &Look, out: &mut String) {
        for (sign, paint, lines) in [("-", Paint::Removed, &self.before), ("+", Paint::Added, &self.after)] {
            for (at, line) in lines.iter().take(LINES).enumerate() {
                painted(look, Paint::Gutter, &format!("{:>gutter$}", self.line + at), out);
                out.push(' ');
                let line = cut(line, self.first_change(at), gutter, look);
                painted(look, paint, format!("{sign} {line}").trim_end(), out);
                out.push('\n');
            }
            if let Some(more) = lines.len().checked_sub(LINES).filter(|more| *more > 0) {
                out.push_str(&format!("{:gutter$} {sign} … {more} more lines\n", ""));
            }
        }
    }
}

/// A line cut so that it fits and shows what changes, tabs made visible.
fn cut(line: &str, change: usize, gutter: usize, look: &Look) -> String {
    let line = line.replace('\t', "→   ");
    let room = look.width.map_or(usize::MAX, |width| width.saturating_sub(gutter + 3).max(40));
    let length = line.chars().count();
    if length <= room {
        return line;
    }
    let from = if change + 8 < room { 0 } else { change.saturating_sub(room / 3).min(length - room) };
    let cut = |hidden: bool| hidden.then_some('…');
    let shown = line.chars().skip(from).take(room);
    let shown: String = shown.enumerate().filter(|(at, _)| from == 0 || *at > 0).map(|(_, it)| it).collect();
    let behind = from + room < length;
    let shown = if behind { shown.chars().take(shown.chars().count() - 1).collect() } else { shown };
    cut(from > 0).into_iter().chain(shown.chars()).chain(cut(behind)).collect()
}
