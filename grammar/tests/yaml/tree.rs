//! The tree accounts for every byte, and every scalar finds its way back to the file.

use grammar::yaml::{Node, NodeKind, Tree};
use report::{FileId, Source, Span};

use crate::corpus;
use crate::covering::{self, Text};

fn parse(text: &str) -> (Source, Tree) {
    let source = Source::new(FileId(0), "a.yaml", text);
    let parsed = grammar::parse(&source);
    (source, parsed.tree)
}

#[test]
fn every_corpus_file_is_accounted_for() {
    let mut scalars = 0;
    for (path, text) in corpus::files() {
        let source = Source::new(FileId(0), path, text);
        let parsed = grammar::parse(&source);
        covering::check(&source, &parsed.tree, Text::Sound);
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

#[test]
fn between_nodes_there_is_only_punctuation() {
    for (path, text) in corpus::files() {
        covering::check_text(&path, &text);
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

/// What random texts have brought to light.
#[test]
fn odd_texts_are_accounted_for() {
    for text in ["a\n- ? \n: ", "- ? \n: ", "? \n: ", "- ? a\n: ", "%YAML 1.2\n---\na: \u{feff}b\n"] {
        covering::check_text("odd", text);
    }
}
