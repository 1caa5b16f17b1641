//! Comments that let a finding pass: `# lanner: allow(code) reason`.
//!
//! Behind something, such a comment covers what begins on its line; alone on a line, what begins on the next
//! one: a task with everything in it, a key with its value, a whole block of text. `allow-file` covers the
//! file. `expect` is an `allow` that must not be without effect.

mod comment;

use grammar::yaml::{Comment, Node, NodeKind, Placement, Tree};
use report::{Code, Diagnostic, Report, Severity, Source, Span};

use crate::diagnostics;
use crate::diagnostics::allow_without_reason::AllowWithoutReason;
use crate::diagnostics::unused_allow::{UnusedAllow, Why};
use crate::prepare::Prepared;
use crate::settings::Settings;
use crate::words;
use comment::{Named, Scope, Written};

/// The findings that no comment lets pass, and what is to be said of the comments themselves.
pub(crate) fn apply(prepared: &Prepared, settings: &Settings, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let comments = prepared.comments();
    let mut written: Vec<(Written, Span)> = Vec::new();
    for comment in comments {
        let Some(words) = comment::read(comment) else { continue };
        let cover = match words.scope() {
            Scope::Here => cover(&prepared.tree, &prepared.source, comment),
            Scope::File => Span::new(0, prepared.source.text.len()),
        };
        written.push((words, cover));
    }
    if written.is_empty() {
        return found;
    }
    let mut report = Report::default();
    // Where the text cannot be read to its end, less is found than there is.
    let mut complete = true;
    for diagnostic in found {
        complete &= !matches!(diagnostic.code.name, "yaml-limit" | "yaml-syntax");
        if !is_allowed(&diagnostic, &mut written) {
            report.add(diagnostic);
        }
    }
    for (words, _) in &written {
        tell(words, settings, prepared, complete, &mut report);
    }
    report.finish()
}

/// Whether a comment lets a finding pass; every comment that does is marked as used.
fn is_allowed(diagnostic: &Diagnostic, written: &mut [(Written, Span)]) -> bool {
    if Silence::of(diagnostic.code) == Silence::Impossible {
        return false;
    }
    let at = diagnostic.primary.place.span.start;
    let mut allowed = false;
    for (words, _) in written.iter_mut().filter(|(_, cover)| cover.touches(at as usize)) {
        let Written::Allow(allow) = words else { continue };
        for named in allow.codes.iter_mut().filter(|named| named.name == diagnostic.code.name) {
            named.used = true;
            allowed = true;
        }
    }
    allowed
}

/// Says what is wrong with a comment.
fn tell(words: &Written, settings: &Settings, prepared: &Prepared, complete: bool, report: &mut Report) {
    let place = |span: Span| prepared.source.place(span);
    let allow = match words {
        Written::Unknown { word, comment } => {
            let nearest = words::nearest(&word.name, comment::WORDS.iter().copied());
            let why = match comment::WORDS.contains(&word.name.as_str()) {
                true => Why::NoCodes,
                false => Why::NoSuchWord { nearest: nearest.map(str::to_owned) },
            };
            let removal = place(whole(&prepared.source, *comment));
            report.add(UnusedAllow { name: word.name.clone(), place: place(word.span), removal, why });
            return;
        }
        Written::Allow(allow) => allow,
    };
    for (at, named) in allow.codes.iter().enumerate() {
        let why = match diagnostics::ALL.iter().find(|code| code.name == named.name) {
            None => {
                let nearest = words::nearest(&named.name, diagnostics::ALL.iter().map(|code| code.name));
                Why::NoSuchCode { nearest: nearest.map(str::to_owned) }
            }
            Some(code) if Silence::of(code) == Silence::Impossible => Why::NeverAllowed,
            Some(_) if named.used || !complete => continue,
            Some(_) if allow.expected => Why::Expected,
            Some(_) => Why::NothingFound,
        };
        let removal = place(match allow.codes.len() {
            1 => whole(&prepared.source, allow.comment),
            _ => one_of(&allow.codes, at),
        });
        report.add(UnusedAllow { name: named.name.clone(), place: place(named.span), removal, why });
    }
    if settings.require_reason && allow.reason.is_empty() {
        report.add(AllowWithoutReason { place: place(allow.comment) });
    }
}

/// A comment with the blanks before it, or with its line where it stands alone.
fn whole(source: &Source, comment: Span) -> Span {
    let text = &source.text;
    let (start, end) = (comment.start as usize, comment.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if text[line..start].trim().is_empty() {
        let next = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        return Span::new(line, next);
    }
    Span::new(line + text[line..start].trim_end().len(), end)
}

/// A code in a list with the comma that goes with it.
fn one_of(codes: &[Named], at: usize) -> Span {
    match (at.checked_sub(1).and_then(|before| codes.get(before)), codes.get(at + 1)) {
        (_, Some(next)) => Span { start: codes[at].span.start, end: next.span.start },
        (Some(before), None) => Span { start: before.span.end, end: codes[at].span.end },
        (None, None) => codes[at].span,
    }
}

/// What a comment covers: the outermost item or entry that begins on the line it speaks of, or that line.
fn cover(tree: &Tree, source: &Source, comment: &Comment) -> Span {
    let line = source.position(comment.span.start as usize).line as usize - 1;
    let line = match comment.placement {
        Placement::Trailing => line,
        Placement::OwnLine => (line + 1..source.line_count()).find(|it| says_something(source, *it)).unwrap_or(line),
    };
    let whole = line_span(source, line);
    let begin = tree.documents.iter().find_map(|document| begins_in(&document.root, whole));
    begin.map_or(whole, |span| span.to(Span { start: whole.start, end: comment.span.start.max(whole.start) }))
}

fn says_something(source: &Source, line: usize) -> bool {
    let text = source.slice(line_span(source, line)).trim();
    !text.is_empty() && !text.starts_with('#')
}

fn line_span(source: &Source, line: usize) -> Span {
    let start = source.line_start(line).unwrap_or(source.text.len());
    let end = source.line_start(line + 1).map_or(source.text.len(), |next| next - 1);
    Span::new(start, end.max(start))
}

/// The outermost item or entry below a node that begins inside a line.
fn begins_in(node: &Node, line: Span) -> Option<Span> {
    let children: Vec<(Span, &Node)> = match &node.kind {
        NodeKind::List(items) => items.iter().map(|item| (item.full_span(), item)).collect(),
        NodeKind::Map(entries) => entries.iter().map(|entry| (entry.span(), &entry.value)).collect(),
        NodeKind::Scalar(_) | NodeKind::Alias(_) | NodeKind::Missing => return None,
    };
    let here = |span: Span| line.start <= span.start && span.start <= line.end;
    if let Some((span, _)) = children.iter().find(|(span, _)| here(*span)) {
        // Several on one line, as between brackets.
        let last = children.iter().rev().find(|(span, _)| here(*span)).map_or(*span, |(span, _)| *span);
        return Some(span.to(last));
    }
    let around = children.iter().find(|(span, _)| span.start <= line.start && line.start <= span.end)?;
    begins_in(around.1, line)
}

/// Whether a comment can let findings of a kind pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Silence {
    Possible,
    Impossible,
}

impl Silence {
    /// What makes the rest of a file unreadable or ambiguous is always told.
    fn of(code: &Code) -> Self {
        let always = ["allow-without-reason", "unused-allow", "yaml-duplicate-key"];
        let unreadable = code.group == "yaml" && code.severity == Severity::Error;
        match unreadable || code.name.starts_with("duplicate-") || always.contains(&code.name) {
            true => Self::Impossible,
            false => Self::Possible,
        }
    }
}
