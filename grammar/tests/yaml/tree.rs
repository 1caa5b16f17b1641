//! The tree accounts for every byte, and every scalar finds its way back to the file.

use grammar::yaml::{Node, NodeKind, Scalar, Style, Tree};
use report::{FileId, Source, Span};

use crate::corpus;

fn parse(text: &str) -> (Source, Tree) {
    let source = Source::new(FileId(0), "a.yaml", text);
    let parsed = grammar::parse(&source);
    (source, parsed.tree)
}

/// Whether a text is YAML as it stands; where it had to be mended, a part of it may lead to the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Sound,
    Mended,
}

/// Checks all that must hold for any text, broken or not.
pub(crate) fn check(source: &Source, tree: &Tree, text: Text) {
    let mut covered = vec![false; source.text.len()];
    for comment in &tree.comments {
        assert!(source.slice(comment.span).starts_with('#'), "{}: {:?}", source.path, source.slice(comment.span));
        covered[comment.span.range()].fill(true);
    }
    for document in &tree.documents {
        node(source, &document.root, text, &mut covered);
    }
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

#[test]
fn every_corpus_file_is_accounted_for() {
    let mut scalars = 0;
    for (path, text) in corpus::files() {
        let source = Source::new(FileId(0), path, text);
        let parsed = grammar::parse(&source);
        check(&source, &parsed.tree, Text::Sound);
        scalars += count(parsed.tree.root());
    }
    println!("{scalars} scalars");
}

fn count(node: Option<&Node>) -> usize {
    match node.map(|node| &node.kind) {
        Some(NodeKind::Scalar(_)) => 1,
        Some(NodeKind::List(items)) => items.iter().map(|item| count(Some(item))).sum(),
        Some(NodeKind::Map(entries)) => {
            entries.iter().map(|entry| count(Some(&entry.key)) + count(Some(&entry.value))).sum()
        }
        Some(NodeKind::Alias(_) | NodeKind::Missing) | None => 0,
    }
}

/// Bytes that no node covers are YAML's own punctuation.
#[test]
fn between_nodes_there_is_only_punctuation() {
    for (path, text) in corpus::files() {
        let source = Source::new(FileId(0), path, text);
        let parsed = grammar::parse(&source);
        if !parsed.problems.is_empty() {
            continue;
        }
        let mut covered = vec![false; source.text.len()];
        for comment in &parsed.tree.comments {
            covered[comment.span.range()].fill(true);
        }
        for document in &parsed.tree.documents {
            node(&source, &document.root, Text::Sound, &mut covered);
        }
        for (at, byte) in source.text.bytes().enumerate().filter(|(at, _)| !covered[*at]) {
            let expected = b" \t\r\n-:?,[]{}.".contains(&byte);
            let place = source.position(at);
            assert!(expected, "{}:{}:{}: {:?} belongs to nothing", source.path, place.line, place.column, byte as char);
        }
    }
}

#[test]
fn spans_are_exact() {
    let (source, tree) =
        parse("a: &x |2-  # note\n   one\n  two\n\nb:\n  - 'it''s'\n  -\n  - {k: [1, ], l}\nc: # none\n");
    let root = tree.root().expect("a document");
    let value = |key: &str| &root.get(key).expect("the key").value;
    let text = |node: &Node| source.slice(node.span).to_owned();
    assert_eq!(text(value("a")), "|2-  # note\n   one\n  two");
    assert_eq!(value("a").as_str(), Some(" one\ntwo"));
    assert_eq!(text(value("b")), "- 'it''s'\n  -\n  - {k: [1, ], l}");
    let items = value("b").items().expect("a list");
    assert_eq!((items[0].as_str(), text(&items[0])), (Some("it's"), "'it''s'".into()));
    assert_eq!((items[1].is_missing(), items[1].span), (true, Span::at(source.text.find("-\n").expect("it") + 1)));
    assert_eq!(text(&items[2]), "{k: [1, ], l}");
    assert_eq!(value("c").span, Span::at(source.text.find(" # none").expect("it")));
    assert_eq!(source.slice(tree.comments[0].span), "# note");
}
