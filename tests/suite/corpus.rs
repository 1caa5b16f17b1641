//! Every finding on the corpus as the command tells it, so that a change shows what it says anew or no more.

use std::fmt::Write;

use serde_json::Value;
use tests::command::run;
use tests::machine::corpus;
use tests::places::project;

/// Of the findings only place and code are kept: the files are other people's.
fn findings(folder: &str) -> Option<String> {
    let corpus = corpus()?;
    let said = run(&corpus, &["compile", "--check", folder, "--format", "json", "--exit-zero"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    let mut lines = String::new();
    for finding in document["diagnostics"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap();
        let line = &finding["start"]["line"];
        writeln!(lines, "{}:{line} {}[{}]", text("path"), text("severity"), text("code")).unwrap();
    }
    Some(lines)
}

#[test]
fn findings_on_the_corpus_are_kept() {
    for folder in ["seeds", "enterprise-edition-examples", "blueprints", "kestra-core-tests"] {
        let Some(lines) = findings(folder) else { return };
        insta::with_settings!({
            snapshot_path => project("snapshots/corpus"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(folder, lines);
        });
    }
}
