//! Texts that nobody writes: they cost little, and something clear is said.

use std::time::Instant;

use grammar::yaml::{Node, NodeKind};
use report::{FileId, Source};

/// The messages about a text, which is read in bounded time.
fn said(text: String) -> Vec<String> {
    let source = Source::new(FileId(0), "a.yaml", text);
    let start = Instant::now();
    let parsed = grammar::parse(&source);
    let taken = start.elapsed();
    assert!(taken.as_secs() < 20, "{taken:?}");
    println!("{} bytes: {taken:?}", source.text.len());
    parsed.problems.iter().map(|problem| problem.message.clone()).collect()
}

fn only(text: String) -> String {
    let mut said = said(text);
    assert_eq!(said.len(), 1, "{said:?}");
    said.remove(0)
}

#[test]
fn ten_megabytes() {
    let message = only("a: b\n".repeat(2 * 1024 * 1024));
    assert_eq!(message, "the file has 10485760 bytes; no more than 3145728 are read");
}

#[test]
fn a_hundred_thousand_keys() {
    let keys: String = (0..100_000).map(|at| format!("key{at}: {at}\n")).collect();
    assert_eq!(only(keys), "the file has more than 150000 keys and values, aliases included");
}

#[test]
fn many_equal_keys() {
    let said = said("key: 1\n".repeat(50_000));
    assert_eq!(said.len(), 100);
}

#[test]
fn deep_nesting() {
    let message = "lists and maps are nested more than 200 levels deep";
    assert_eq!(only("[".repeat(500)), message);
    assert_eq!(only("- ".repeat(500)), message);
    let keys: String = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(only(keys), message);
    assert_eq!(only("{a: ".repeat(100_000)), message);
}

#[test]
fn a_bomb_of_aliases() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let alias = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 9].join(", ")));
    }
    let said = said(text);
    let limit = "the file has more than 150000 keys and values, aliases included";
    assert!(said.iter().any(|message| message == limit), "{said:?}");
}

#[test]
fn anchors_inside_anchors() {
    let opening: String = (0..150).map(|level| format!("&a{level} [")).collect();
    let text = format!("x: {opening}{}{}\ny: *a0\n", "b, ".repeat(70_000), "]".repeat(150));
    assert!(said(text).len() <= 2);
}

#[test]
fn an_alias_of_what_it_stands_in() {
    assert_eq!(said("a: &a [1, *a]\n".into()), ["`*a` stands inside the value it stands for"]);
}

#[test]
fn nothing_but_mistakes() {
    said("[".repeat(190) + &"\"a\n".repeat(20_000));
    said("key \"value\n\tother: {{ x\n".repeat(5_000));
    said("'".repeat(100_000));
    said("a: [b\n".repeat(50_000));
    said("&".repeat(10_000) + &"!".repeat(10_000));
    said("# c\n".repeat(120_000) + "a: b\n");
    said("\u{7}".repeat(10_000));
    said(format!("a: \"{}", "\\u12 ".repeat(10_000)));
}

#[test]
fn aliases_and_merged_maps_are_followed() {
    let text = "base: &base {a: 1, b: 2}\nuse:\n  <<: *base\n  b: 3\nall: *base\n";
    let source = Source::new(FileId(0), "a.yaml", text);
    let parsed = grammar::parse(&source);
    let root = parsed.tree.root().expect("a document");
    let names = |node: &Node| -> Vec<_> {
        let entries = node.entries().expect("a map");
        entries
            .iter()
            .map(|entry| format!("{}={}", entry.name().expect("text"), entry.value.as_str().expect("text")))
            .collect()
    };
    assert_eq!(names(&root.get("use").expect("the key").value), ["b=3", "a=1"]);
    assert_eq!(names(&root.get("all").expect("the key").value), ["a=1", "b=2"]);
    let all = &root.get("all").expect("the key").value;
    assert!(matches!(all.kind, NodeKind::Alias(_)));
}

#[test]
fn marks_breaks_and_documents() {
    let source =
        Source::new(FileId(0), "a.yaml", "\u{feff}# first\r\na: |\r\n  x\r\n  y\r\n---\r\nb: 'c\r\n  d'\r\n...\r\n");
    let parsed = grammar::parse(&source);
    assert_eq!(parsed.problems, []);
    assert_eq!(parsed.tree.documents.len(), 2);
    let text = |at: usize, key: &str| parsed.tree.documents[at].root.get(key).and_then(|entry| entry.value.as_str());
    assert_eq!(text(0, "a"), Some("x\ny\n"));
    assert_eq!(text(1, "b"), Some("c d"));
    assert!(grammar::parse(&Source::new(FileId(0), "a.yaml", "")).tree.root().is_none());
    assert!(grammar::parse(&Source::new(FileId(0), "a.yaml", "# only\n")).tree.root().is_none());
}
