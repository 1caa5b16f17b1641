//! What the library decodes and what we decode are the same text, for texts of every kind.

use grammar::yaml::{Node, NodeKind};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use report::{FileId, Source};

use crate::{corpus, covering};

/// The scalars in the order of the text.
fn ours(node: &Node, found: &mut Vec<String>) {
    match &node.kind {
        NodeKind::Scalar(scalar) => found.push(scalar.text.to_string()),
        NodeKind::List(items) => items.iter().for_each(|item| ours(item, found)),
        NodeKind::Map(entries) => {
            for entry in entries {
                ours(&entry.key, found);
                ours(&entry.value, found);
            }
        }
        NodeKind::Missing => found.push("~".into()),
        NodeKind::Alias(_) => {}
    }
}

/// The same as the library has them; nothing where it refuses the text.
fn theirs(text: &str) -> Option<Vec<String>> {
    let options = granit_parser::options! { emit_unresolved_aliases: true, max_buffered_comment_events: 100_000 };
    let mut found = Vec::new();
    for event in granit_parser::Parser::new_from_str_with_options(text, options) {
        if let (granit_parser::Event::Scalar(text, ..), _) = event.ok()? {
            found.push(text.into_owned());
        }
    }
    Some(found)
}

fn compare(path: &str, text: &str) {
    let source = Source::new(FileId(0), path, text);
    let parsed = grammar::parse(&source);
    // Behind a tab the library takes a comment for a blank line, and the text in front of it goes on.
    let between = "a comment cannot stand between the lines of a text";
    let theirs = theirs(text).filter(|_| parsed.problems.iter().all(|problem| problem.message != between));
    let kind = if theirs.is_some() { covering::Text::Sound } else { covering::Text::Mended };
    covering::check(&source, &parsed.tree, kind);
    let Some(theirs) = theirs.filter(|_| !text.contains("{{")) else { return };
    let mut found = Vec::new();
    parsed.tree.documents.iter().for_each(|document| ours(&document.root, &mut found));
    // At the end of a text without a last break the library adds one that SnakeYAML does not.
    let open = !text.ends_with(['\n', '\r']);
    let same = |(ours, theirs): (&String, &String)| ours == theirs || open && theirs.strip_suffix('\n') == Some(ours);
    assert!(
        found.len() == theirs.len() && found.iter().zip(&theirs).all(same),
        "{path}: {text:?}: {found:?} {theirs:?}"
    );
}

#[test]
fn on_every_corpus_file() {
    for (path, text) in corpus::files() {
        compare(&path, &text);
    }
}

/// Pieces that YAML is made of.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b c",
        "é",
        "🙂",
        " ",
        "  ",
        "\n",
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\t",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "{{",
        "}}",
        "\"",
        "'",
        "''",
        "\\n",
        "\\",
        "\\u00e9",
        "\\\n",
        "|",
        "|-",
        "|+2",
        ">",
        ">-",
        ">+",
        "|\n  ",
        ">\n  ",
        ">\n   x\n  y\n\n",
        " #c",
        "#",
        "&x ",
        "*x",
        "!!str ",
        "!t ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "key: ",
        "\nkey: ",
        "\n- ",
        "\n  - ",
        "\"q\" ",
        "'s' ",
        "\u{a0}",
        "\u{feff}",
        "\0",
        "~",
        "<<: ",
    ])
}

/// Two thousand texts, the same in every run; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for others.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2000);
    let default = ProptestConfig::default();
    let rng_seed = if default.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { default.rng_seed };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn on_texts_made_of_pieces(pieces in prop::collection::vec(piece(), 0..24)) {
        compare("random", &pieces.concat());
    }

    #[test]
    fn on_block_scalars(
        header in prop::sample::select(vec!["|", "|-", "|+", ">", ">-", ">+", "|2", ">2-"]),
        lines in prop::collection::vec("[ ]{0,4}[a-c\t]{0,3}[ ]{0,2}", 0..8),
        end in prop::sample::select(vec!["", "\n", "\n\n", "\nb: c\n"]),
    ) {
        compare("random", &format!("a: {header}\n  x\n{}{end}", lines.join("\n")));
        compare("random", &format!("a: {header}\n{}{end}", lines.join("\n")));
    }

    #[test]
    fn on_quoted_scalars(inside in prop::collection::vec(prop::sample::select(vec![
        "a", " ", "\t", "\n", "\n  ", "\\\n", "\\ ", "\\n", "\\x41", "\\ud834\\udd1e", "''", "\r\n", "é", "\\\\", "\\\"",
    ]), 0..12)) {
        let inside = inside.concat();
        compare("random", &format!("a: \"{inside}\"\nb: c"));
        compare("random", &format!("a: '{inside}'\nb: c"));
        compare("random", &format!("a: x{inside}\nb: c"));
    }
}
