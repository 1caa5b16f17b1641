//! How the project lies on disk: its top level, its files, what every file begins with.

use std::collections::BTreeSet;

use tests::places::{project, tracked};

/// What may lie at the root, and what it is there for.
const TOP: &[(&str, &str)] = &[
    (".cargo", "the `cargo xtask` alias"),
    (".ci", "what must hold before a change lands"),
    (".github", "the project's own checks"),
    (".gitignore", "git looks for it here"),
    (".pre-commit-hooks.yaml", "pre-commit looks for it here"),
    ("ARCHITECTURE.md", "for whoever changes the code"),
    ("CHANGELOG.md", "for whoever updates"),
    ("COMPATIBILITY.md", "every intended difference from Kestra"),
    ("Cargo.lock", "cargo looks for it here"),
    ("Cargo.toml", "the workspace"),
    ("LICENSE", "Apache-2.0"),
    ("README.md", "for whoever comes first"),
    ("clippy.toml", "clippy looks for it here"),
    ("compiler", "text to plan"),
    ("deny.toml", "cargo-deny looks for it here"),
    ("docs", "guides whose examples run as tests"),
    ("editors", "settings and thin clients for editors"),
    ("examples", "flows and apps to start from"),
    ("grammar", "text to trees"),
    ("lsp", "the language server"),
    ("runtime", "plans executed, pages served, the binary"),
    ("rustfmt.toml", "rustfmt looks for it here"),
    ("snapshots", "what users see, kept"),
    ("tests", "specification, corpus, benches, tasks"),
];

/// Lines after which a second idea has moved in.
const LARGE: usize = 600;

fn rust() -> impl Iterator<Item = (&'static str, String)> {
    let files = tracked().iter().filter(|file| file.ends_with(".rs"));
    files.map(|file| (file.as_str(), std::fs::read_to_string(project(file)).unwrap()))
}

#[test]
fn the_top_level_is_as_agreed() {
    let names: BTreeSet<&str> = tracked().iter().filter_map(|file| file.split('/').next()).collect();
    let known: BTreeSet<&str> = TOP.iter().map(|(name, _)| *name).collect();
    let unknown: Vec<&&str> = names.difference(&known).collect();
    assert!(unknown.is_empty(), "not agreed upon at the root: {unknown:?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<&str> = rust().filter(|(_, text)| !text.starts_with("//! ")).map(|(file, _)| file).collect();
    assert!(silent.is_empty(), "without a sentence (`//!`) at the top:\n{}", silent.join("\n"));
}

#[test]
fn modules_are_named_after_their_idea() {
    let nameless: Vec<&String> = tracked().iter().filter(|file| file.ends_with("/mod.rs")).collect();
    assert!(nameless.is_empty(), "`x.rs` beside `x/` instead of `mod.rs`: {nameless:?}");
}

#[test]
fn no_file_holds_a_second_idea() {
    let large: Vec<&str> = rust().filter(|(_, text)| text.lines().count() > LARGE).map(|(file, _)| file).collect();
    assert!(large.is_empty(), "over {LARGE} lines: {large:?}");
}

#[test]
fn nothing_names_a_machine() {
    let folders = ["work", "root", "home/runner"].map(|name| format!("/{name}/"));
    let mut found = Vec::new();
    for file in tracked() {
        let Ok(text) = std::fs::read_to_string(project(file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let named = folders.iter().any(|folder| {
                line.match_indices(folder.as_str())
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "-_.}".contains(c)))
            });
            if named {
                found.push(format!("{file}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "paths of one machine:\n{}", found.join("\n"));
}

#[test]
fn lines_end_where_they_end() {
    let mut found = Vec::new();
    for (file, text) in rust() {
        let trailing = text.lines().enumerate().filter(|(_, line)| line.ends_with([' ', '\t']));
        found.extend(trailing.map(|(number, _)| format!("{file}:{}", number + 1)));
    }
    assert!(found.is_empty(), "spaces at the end of lines:\n{}", found.join("\n"));
}
