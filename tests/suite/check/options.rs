//! What each option does, and that none of them is without a test.

use std::collections::BTreeSet;

use tests::command::run;
use tests::folder::Folder;
use tests::places::{project, tracked};

use super::MISTAKES;

fn folder() -> Folder {
    Folder::with(&[("a.yaml", MISTAKES)])
}

/// The codes that concise lines name.
fn codes(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once("]: ")?.0)).collect()
}

#[test]
fn codes_and_groups_are_selected_and_ignored() {
    let folder = folder();
    let check = |words: &[&str]| run(folder.path(), &[&["compile", "--check", "."], words].concat());
    let all = check(&[]);
    let all = codes(&all.out);
    assert!(all.len() > 2 && all.contains("unknown-type") && all.contains("deprecated-type-alias"), "{all:?}");
    assert_eq!(codes(&check(&["--select", "unknown-type"]).out), BTreeSet::from(["unknown-type"]));
    let said = check(&["--select", "unknown-type,deprecated-type-alias", "--ignore", "unknown-type"]);
    assert_eq!((said.code, codes(&said.out)), (0, BTreeSet::from(["deprecated-type-alias"])), "{said:?}");
    let without = check(&["--ignore", "unknown-type"]);
    assert_eq!(codes(&without.out), all.iter().filter(|code| **code != "unknown-type").copied().collect());
    let listed = run(folder.path(), &["explain", "--list"]);
    assert!(listed.out.contains("unknown-type"), "{listed:?}");
    assert_eq!(check(&["--select", "unkown-type"]).code, 2);
}

#[test]
fn statistics_count_instead_of_showing() {
    let said = run(folder().path(), &["compile", "--check", ".", "--statistics"]);
    assert_eq!(said.code, 1, "{said:?}");
    let line = said.out.lines().find(|line| line.contains("unknown-type")).unwrap_or_else(|| panic!("{}", said.out));
    assert!(line.trim_start().starts_with('1'), "{line}");
    assert!(!said.out.contains("a.yaml:"), "{}", said.out);
}

#[test]
fn timings_name_stages_and_the_slowest_files_on_standard_error() {
    let said = run(folder().path(), &["compile", "--check", ".", "--timings"]);
    for stage in ["find the files", "parse", "check", "write", "a.yaml"] {
        assert!(said.err.lines().any(|line| line.contains(" ms  ") && line.ends_with(stage)), "{stage}: {}", said.err);
    }
    assert!(!said.out.contains(" ms "), "{}", said.out);
}

#[test]
fn levels_and_counts_decide_on_the_end() {
    let only_warnings =
        MISTAKES.replace("Lgo", "Log").replace("outputs.nothing.x", "flow.id").replace("naïve", "naive");
    let folder = Folder::with(&[("a.yaml", &only_warnings)]);
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let end = |words: &[&str]| run(folder.path(), &[&["compile", "--check", "."], words].concat()).code;
    assert_eq!(end(&[]), 0);
    assert_eq!(end(&["--fail-level", "warning"]), 1);
    assert_eq!(end(&["--max-warnings", "0"]), 1);
    assert_eq!(end(&["--max-warnings", "100"]), 0);
    assert_eq!(end(&["--fail-level", "warning", "--exit-zero"]), 0);
    let nothing = |words: &[&str]| run(folder.path(), &[&["compile", "--check", "empty"], words].concat()).code;
    assert_eq!((nothing(&[]), nothing(&["--no-errors-on-unmatched"])), (3, 0));
}

#[test]
fn every_line_of_text_ends() {
    let folder = folder();
    for format in ["full", "concise", "jsonl", "json", "github", "gitlab", "sarif", "junit", "checkstyle", "rdjson"] {
        let said = run(folder.path(), &["compile", "--check", ".", "--format", format]);
        assert!(said.out.ends_with('\n') && !said.out.ends_with("\n\n\n"), "{format}: {:?}", said.out);
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let said = run(folder().path(), &["--version"]);
    assert_eq!((said.code, said.out), (0, format!("lanner {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn every_option_is_tried_by_a_test() {
    let help = run(&project(""), &["compile", "--help"]).out;
    let named =
        |line: &str| line.trim_start().split([' ', '=', '[', ',']).find(|it| it.starts_with("--")).map(str::to_owned);
    let options: BTreeSet<String> =
        help.lines().filter(|line| line.trim_start().starts_with('-')).filter_map(named).collect();
    assert!(options.len() > 15, "{options:?}");
    let is_suite = |path: &&String| path.starts_with("tests/suite/") && !path.ends_with("check/options.rs");
    let others = tracked().iter().filter(is_suite).map(|path| std::fs::read_to_string(project(path)).unwrap());
    let tests = others.collect::<String>() + include_str!("options.rs");
    let untried: Vec<&String> =
        options.iter().filter(|option| **option != "--help" && !tests.contains(&format!("\"{option}"))).collect();
    assert!(untried.is_empty(), "no test uses {untried:?}");
}
