//! What is said about texts that are no YAML, drawn as an author sees it.

use report::render::{Look, full};
use report::{FileId, Source};

/// Texts with a mistake each, under the name of their snapshot.
const MISTAKES: [(&str, &str); 38] = [
    ("tab", "tasks:\n\t- id: a\n\t  type: b\n"),
    ("tab between", "id:\ta\n"),
    ("double quote", "id: \"a\nnamespace: b\ntasks:\n  - id: c\n    message: \"d\"\n"),
    ("single quote", "id: a\nmessage: 'it's\nnamespace: b\n"),
    ("quote at the end", "id: a\nmessage: \"it\n"),
    ("bracket", "id: a\nvalues: [a, b\nnamespace: c\n"),
    ("brace", "id: a\nvalues: {a: 1\nnamespace: c\n"),
    ("wrong bracket", "id: a\nvalues: [a, b}\nnamespace: c\n"),
    ("stray bracket", "id: a\nvalues: [a, b]]\nnamespace: c\n"),
    ("expression", "id: a\nmessage: {{ inputs.b }}\nnamespace: c\n"),
    ("expression with text", "id: a\nmessage: {{ inputs.b }} and {{ f('x', \"y\") }}\nnamespace: c\n"),
    ("expressions in brackets", "id: a\nvalues: [{{ inputs.b }}, {{ f('x', \"y\") }}]\nnamespace: c\n"),
    ("expression as item", "id: a\nvalues:\n  - {{ a ~ \"b\" }}\n  - c\n"),
    ("behind quote", "id: a\nmessage: \"{{ inputs.b }}\" and more\nnamespace: c\n"),
    ("colon in text", "id: a\nmessage: note: this\nnamespace: c\n"),
    ("reserved", "id: a\nuser: @name\ncron: * * * * *\nrate: 5\n"),
    ("missing space", "id:a\nnamespace: b\n"),
    ("dash without space", "id: a\nvalues:\n  - a\n  -b\n  - c\nnamespace: d\n"),
    ("missing colon", "id: a\nnamespace b\ntasks: []\n"),
    ("bare word", "id: a\nnames\ntasks: []\n"),
    ("indentation", "tasks:\n  - id: a\n    type: b\n   message: c\n"),
    ("escape", "id: a\npattern: \"\\d+\"\n"),
    ("control character", "id: a\u{7}b\nnamespace: c\u{7}\n"),
    ("duplicate", "id: a\nnamespace: b\nid: c\n"),
    ("alias", "a: &x 1\nb: *x\nc: *y\n"),
    ("list under value", "id: a\n- b\nnamespace: c\n"),
    ("comment in text", "id: a b\n  # c\n  d\nnamespace: e\n"),
    ("comment behind a tab", "id: a b\n\t# c\n  d\nnamespace: e\n"),
    ("block header", "message: |text\n  more\nid: a\n"),
    ("list as key", "? [a, b]\n: c\n"),
    ("stray quotes", "url: jdbc:postgresql://\"{{ secret('H') }}\":5432/db\n"),
    ("backslashes", "commands:\n  - aws s3 cp \\\n      from \\\n      to\n"),
    ("backslashes in a folded block", "command: >\n  aws s3 cp \\\n  from\n"),
    ("typographic quotes", "condition: “false”\n"),
    ("typographic quotes in an expression", "condition: \"{{ inputs.a == ‘b’ }}\"\n"),
    ("tab behind a text", "tasks:\n  - id: hello\n\ttype: a\n    message: 'it's {{ inputs.a }}'\n"),
    ("wrong depth behind a text", "tasks:\n  - id: hello\n   type: a\n    message: b\n"),
    ("two mistakes", "id: \"a\nnamespace: b\nvalues: [1, 2\ntasks: []\n"),
];

/// Texts that look like mistakes and are none.
const FINE: &str = "message: He said “yes”, and 'no'
script: echo \"{{ inputs.a }}\"
more: |
  aws s3 cp \\
    here
typographic: \"{{ 'it’s “fine”' }}\"
windows: C:\\dir\\ and more
address: https://example.org/?q=\"x\"&r={{ inputs.a }}
";

#[test]
fn nothing_is_said_about_what_is_fine() {
    let source = Source::new(FileId(0), "flow.yaml", FINE);
    assert_eq!(grammar::parse(&source).problems, []);
}

#[test]
fn a_fix_leaves_less_to_fix() {
    for (name, text) in MISTAKES {
        let mut source = Source::new(FileId(0), "flow.yaml", text);
        let mut problems = grammar::parse(&source).problems;
        while let Some(fix) = problems.iter().find_map(|problem| problem.fixes.first()) {
            let mended = report::fix::apply(&source.text, &fix.edits).expect("edits of one fix do not overlap");
            source = Source::new(FileId(0), "flow.yaml", mended);
            let left = grammar::parse(&source).problems;
            assert!(left.len() < problems.len(), "{name}: {:?} after {:?}", source.text, fix.message);
            problems = left;
        }
    }
}

#[test]
fn mistakes_are_said_where_they_are() {
    let (mut out, mut silent) = (String::new(), Vec::new());
    for (name, text) in MISTAKES {
        let source = Source::new(FileId(0), "flow.yaml", text);
        let parsed = grammar::parse(&source);
        if parsed.problems.is_empty() {
            silent.push(name);
        }
        out.push_str(&format!("## {name}\n\n{text}\n"));
        for problem in &parsed.problems {
            full(&source, problem, &Look::default(), &mut out);
        }
    }
    assert_eq!(silent, [""; 0]);
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/../snapshots/grammar"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("yaml-mistakes", out);
    });
}
