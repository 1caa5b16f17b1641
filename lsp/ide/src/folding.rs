//! Which lines can be folded away: values of several lines, and comments that follow each other.

use compiler::Workspace;
use grammar::yaml::{Node, NodeKind, Placement};
use report::{FileId, Source};

/// Lines that can be folded away, counted from 0; the first stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The line that stays.
    pub first: u32,
    /// The last line that goes.
    pub last: u32,
    /// What they are.
    pub kind: FoldKind,
}

/// What is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// A value.
    Value,
    /// Comments.
    Comment,
}

/// The folds of a file.
pub fn folds(workspace: &Workspace, file: FileId) -> Vec<Fold> {
    let (Some(source), Some(prepared)) = (workspace.source(file), workspace.prepare(file)) else { return Vec::new() };
    let mut found = Vec::new();
    for document in &prepared.tree.documents {
        node(source, &document.root, &mut found);
    }
    let mut comments: Option<Fold> = None;
    for comment in prepared.tree.comments.iter().filter(|comment| comment.placement == Placement::OwnLine) {
        let line = line(source, comment.span.start);
        match &mut comments {
            Some(fold) if fold.last + 1 == line => fold.last = line,
            _ => found.extend(comments.replace(Fold { first: line, last: line, kind: FoldKind::Comment })),
        }
    }
    found.extend(comments);
    found.retain(|fold| fold.last > fold.first);
    found.sort_unstable();
    found.dedup();
    found
}

fn node(source: &Source, it: &Node, found: &mut Vec<Fold>) {
    match &it.kind {
        NodeKind::List(items) => {
            for item in items {
                // An item folds to its first line, the one with the dash.
                if matches!(item.kind, NodeKind::Map(_) | NodeKind::List(_)) {
                    found.push(lines(source, item.span.start, item.span.end));
                }
                node(source, item, found);
            }
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                found.push(lines(source, entry.key.span.start, entry.value.span.end));
                node(source, &entry.value, found);
            }
        }
        NodeKind::Scalar(_) | NodeKind::Alias(_) | NodeKind::Missing => {}
    }
}

fn lines(source: &Source, start: u32, end: u32) -> Fold {
    Fold { first: line(source, start), last: line(source, end), kind: FoldKind::Value }
}

fn line(source: &Source, at: u32) -> u32 {
    source.position(at as usize).line - 1
}
