//! What is read without the scanner is read as the scanner has it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use report::FileId;

use super::*;

/// Looks at a text both ways; whether it is plain.
fn is_the_same(text: &str) -> bool {
    let Some(tokens) = plain::tokens(text) else { return false };
    let source = Source::new(FileId(0), "a.yaml", text);
    let patched = Patched::none(text);
    let (mut here, mut there) = (Report::default(), Report::default());
    let (plain, fault) = build_from(&source, &patched, tokens.into_iter().map(|token| Ok(token.event())), &mut here);
    assert!(fault.is_none(), "{text:?}");
    let (scanned, fault) = build_from(&source, &patched, events(text), &mut there);
    assert_eq!(fault, None, "{text:?}");
    assert_eq!(plain.comments, scanned.comments, "{text:?}");
    assert_eq!(plain.documents.len(), scanned.documents.len(), "{text:?}");
    for (plain, scanned) in plain.documents.iter().zip(&scanned.documents) {
        assert_eq!((plain.span, &plain.root), (scanned.span, &scanned.root), "{text:?}");
    }
    let said = |report: Report| report.finish().iter().map(|it| (it.message.clone(), it.primary.place)).collect();
    let (here, there): (Vec<_>, Vec<_>) = (said(here), said(there));
    assert_eq!(here, there, "{text:?}");
    true
}

const FLOW: &str = "\
# A flow.
id: a # said
namespace: demo.team

inputs:
- id: n
  type: STRING
  defaults: \"it's \\\"so\\\"\"
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: 'it''s {{ inputs.n }}'   # behind
  # before
  -   id: write
      script: |
        #!/bin/sh
        echo \"é ⚠️\" # no comment

          deeper

      \"quoted key\": [a, \"b c\", 'd', 1.5]   # list
      'other': []
      args:
        - --flag
        - http://localhost:8080
        - 12:30
      folded: >-
        a
        b

# between
      nothing:
      last: |+
        kept

variables:
  empty:
  a.b/c: -1
";

#[test]
fn flows_are_plain_and_the_same() {
    for text in [FLOW, FLOW.trim_end(), "a:\n", "a:", "a: b", "a: b ", "# c\n\na:\n - b\n -\n  c: d\n", "a: |\n  b"] {
        assert!(is_the_same(text), "{text}");
    }
}

#[test]
fn what_could_be_doubted_is_left_to_the_scanner() {
    for text in [
        "",
        "- a",
        "a",
        "--- \na: b",
        "a: b\n...\n",
        "a: b\n  c",
        "a: b: c",
        "a: [b: c]",
        "a: [[b]]",
        "a: [b,, c]",
        "a: [b\n]",
        "a: [b]c",
        "a: [-1]",
        "a: {b: c}",
        "a: &b c",
        "a: *b",
        "a: !t b",
        "? a",
        "a: \"b\nc\"",
        "a: \"\\x41\"",
        "a: 'b' c",
        "a: |2\n   b",
        "a: |\n\nb: c",
        "a: |\n    \n  b",
        "a:\tb",
        "a: b\r\n",
        "\u{feff}a: b",
        "a: \u{85}",
        "a: b\n c: d",
        "a:\n  b: c\n d: e",
        "a:\n- b\n - c",
        "- - a",
        "a: @b",
        "\"a\":b",
        "a b: c",
        "a:b",
    ] {
        assert!(plain::tokens(text).is_none(), "{text:?}");
    }
}

/// Pieces of lines.
const PIECES: &[&str] = &[
    "a: ",
    "b:",
    "- ",
    "-",
    "c: d",
    "id: x",
    " ",
    "  ",
    "    ",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "# e",
    " # f",
    "'g'",
    "\"h\"",
    "'",
    "\"",
    "\\\"",
    "''",
    "|",
    ">",
    "|-",
    "|+",
    "|\n  i\n",
    ">\n    j\n\n",
    ": ",
    ":",
    "#",
    "é",
    "\u{fe0f}",
    "\u{a0}",
    "~",
    "null",
    "-1",
    "---",
    "...",
    "{{ k }}",
    "[",
    "[m, \"n\"]",
    "[]",
    "]",
    ", ",
    "\"o\": ",
    "{",
    "&l ",
    "*l",
    "!m ",
    "\t",
    "\r\n",
    "%",
    "<<: ",
    "?",
    ",",
];

/// Ten thousand texts, the same in every run.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 10_000,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_is_plain_is_the_same(pieces in vec(select(PIECES), 0..16)) {
        is_the_same(&pieces.concat());
    }

    #[test]
    fn lines_put_together_are_the_same(
        lines in vec((0_usize..5, select(&["- ", "- - ", "", ""][..]), select(PIECES), select(PIECES)), 0..10),
    ) {
        let line = |(indent, dash, first, second): &(usize, &str, &str, &str)| {
            format!("{}{dash}{first}{second}\n", " ".repeat(*indent))
        };
        is_the_same(&lines.iter().map(line).collect::<String>());
        is_the_same(&format!("a:\n{}", lines.iter().map(line).collect::<String>()));
    }

    #[test]
    fn a_flow_with_a_piece_too_much_is_the_same(at in 0_usize..FLOW.len(), cut in 0_usize..12, piece in select(PIECES)) {
        let start = (at..).find(|it| FLOW.is_char_boundary(*it)).unwrap();
        let end = (start + cut..).find(|it| FLOW.is_char_boundary((*it).min(FLOW.len()))).unwrap().min(FLOW.len());
        is_the_same(&format!("{}{piece}{}", &FLOW[..start], &FLOW[end..]));
    }
}
