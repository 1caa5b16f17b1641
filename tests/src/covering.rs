//! What must hold of the tree of any YAML text: it accounts for every byte, and every scalar finds its way back to
//! the file. Looked at by the grammar's own tests and by the fuzzers.

use grammar::yaml::{Node, NodeKind, Scalar, Style, Tree};
use report::{FileId, Source, Span};

/// Whether a text is YAML as it stands; where it had to be mended, a part of it may lead to the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// It is YAML.
    Sound,
    /// The tree holds what was probably meant.
    Mended,
}

/// Parses any text and looks at its tree.
///
/// # Panics
///
/// Where one of these does not hold.
pub fn check_text(path: &str, text: &str) {
    let source = Source::new(FileId(0), path, text);
    let parsed = grammar::parse(&source);
    if parsed.problems.is_empty() {
        let covered = check(&source, &parsed.tree, Text::Sound);
        punctuation(&source, &covered);
    } else {
        check(&source, &parsed.tree, Text::Mended);
    }
}

/// Checks all that must hold of a tree, and gives back which bytes belong to a node or a comment.
///
/// # Panics
///
/// Where one of these does not hold.
pub fn check(source: &Source, tree: &Tree, text: Text) -> Vec<bool> {
    let mut covered = vec![false; source.text.len()];
    for comment in &tree.comments {
        assert!(source.slice(comment.span).starts_with('#'), "{}: {:?}", source.path, source.slice(comment.span));
        covered[comment.span.range()].fill(true);
    }
    for document in &tree.documents {
        node(source, &document.root, text, &mut covered);
    }
    covered
}

/// Bytes that no node covers are YAML's own punctuation.
fn punctuation(source: &Source, covered: &[bool]) {
    let mut directive = false;
    for (at, byte) in source.text.bytes().enumerate() {
        let line_start = at == 0 || matches!(source.text.as_bytes()[at - 1], b'\n' | b'\r');
        directive = if line_start { byte == b'%' } else { directive };
        let expected = covered[at] || directive || b" \t\r\n-:?,[]{}.".contains(&byte) || is_mark(source, at);
        let place = source.position(at);
        assert!(expected, "{}:{}:{}: {:?} belongs to nothing", source.path, place.line, place.column, byte as char);
    }
}

/// Whether a byte belongs to a byte order mark.
fn is_mark(source: &Source, at: usize) -> bool {
    let start = (0..=at).rev().find(|at| source.text.is_char_boundary(*at)).unwrap_or(0);
    source.text[start..].starts_with('\u{feff}')
}

fn node(source: &Source, it: &Node, kind: Text, covered: &mut [bool]) {
    let text = source.text.get(it.span.range()).unwrap_or_else(|| panic!("{}: {:?}", source.path, it.span));
    for name in it.properties.iter().flat_map(|all| [&all.anchor, &all.tag]).flatten() {
        covered[name.span.range()].fill(true);
    }
    match &it.kind {
        NodeKind::Scalar(scalar) => {
            covered[it.span.range()].fill(true);
            let behind = Span { start: it.span.end.min(scalar.content().end), end: scalar.content().end };
            // A block scalar without lines ends at its first line, on which a comment may stand.
            let is_break = |at: usize| covered[at] || matches!(source.text.as_bytes()[at], b' ' | b'\r' | b'\n');
            let only_breaks = kind == Text::Mended || behind.range().all(is_break);
            assert!(it.span.start <= scalar.content().start && only_breaks, "{}: {text:?}", source.path);
            way_back(source, scalar, kind);
        }
        NodeKind::List(items) => children(source, it, items.iter(), kind, covered),
        NodeKind::Map(entries) => {
            children(source, it, entries.iter().flat_map(|entry| [&entry.key, &entry.value]), kind, covered);
        }
        NodeKind::Alias(_) => covered[it.span.range()].fill(true),
        NodeKind::Missing => assert!(it.span.is_empty()),
    }
}

fn children<'t>(source: &Source, it: &Node, nodes: impl Iterator<Item = &'t Node>, kind: Text, covered: &mut [bool]) {
    let mut end = it.span.start;
    for child in nodes {
        let span = child.full_span();
        assert!(it.span.contains(span), "{}: {:?} in {:?}", source.path, source.slice(span), source.slice(it.span));
        assert!(end <= span.start, "{}: {:?} overlaps", source.path, source.slice(span));
        end = span.end;
        node(source, child, kind, covered);
    }
}

/// Every character of the text leads to the bytes that say it.
fn way_back(source: &Source, scalar: &Scalar, kind: Text) {
    let mut before = scalar.content().start;
    for (at, character) in scalar.text.char_indices() {
        let span = scalar.span_of(at..at + character.len_utf8());
        let written = source.slice(span);
        assert!(before <= span.start, "{}: {:?} goes back", source.path, scalar.text);
        if kind == Text::Mended {
            continue;
        }
        assert!(!span.is_empty(), "{}: {character:?} of {:?} stands nowhere", source.path, scalar.text);
        before = span.end;
        let copied = written.chars().eq([character]);
        let folded = matches!(character, ' ' | '\n') && written.trim_matches([' ', '\t', '\r', '\n']).is_empty();
        let escaped = match scalar.style {
            Style::SingleQuoted => written == "''",
            Style::DoubleQuoted => written.starts_with('\\'),
            Style::Plain | Style::Literal | Style::Folded => false,
        };
        assert!(copied || folded || escaped, "{}: {character:?} of {:?} is {written:?}", source.path, scalar.text);
        assert_eq!(scalar.offset_of(span.start as usize), Some(at), "{}: {:?} at {at}", source.path, scalar.text);
    }
    assert_eq!(scalar.span_of(0..scalar.text.len()), scalar.content());
}
