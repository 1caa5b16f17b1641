//! What deny.toml says of licences, bans and sources, compared with every package we build with.

use std::collections::BTreeSet;

use cargo_metadata::{Metadata, MetadataCommand};
use tests::places::{project, root};

use crate::architecture::offline;

fn rules() -> toml::Table {
    std::fs::read_to_string(project("deny.toml")).unwrap().parse().unwrap()
}

fn texts<'a>(rules: &'a toml::Table, section: &str, key: &str) -> BTreeSet<&'a str> {
    rules[section][key].as_array().unwrap().iter().filter_map(|value| value.as_str()).collect()
}

fn everything() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).other_options(offline()).exec().unwrap()
}

#[test]
fn licences_are_allowed() {
    let rules = rules();
    let allowed = texts(&rules, "licenses", "allow");
    let metadata = everything();
    let foreign = metadata.packages.iter().filter(|package| package.source.is_some());
    let refused: Vec<String> = foreign
        .filter(|package| !permits(package.license.as_deref().unwrap_or_default(), &allowed))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.license))
        .collect();
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

#[test]
fn nothing_banned_is_built() {
    let rules = rules();
    let banned: BTreeSet<&str> =
        rules["bans"]["deny"].as_array().unwrap().iter().map(|entry| entry["crate"].as_str().unwrap()).collect();
    let metadata = everything();
    let found: Vec<&str> =
        metadata.packages.iter().map(|package| package.name.as_str()).filter(|name| banned.contains(name)).collect();
    assert!(found.is_empty(), "banned in deny.toml: {found:?}");
}

#[test]
fn sources_are_known() {
    let rules = rules();
    let known = texts(&rules, "sources", "allow-registry");
    let metadata = everything();
    let sources = metadata.packages.iter().filter_map(|package| package.source.as_ref());
    let foreign: BTreeSet<&str> = sources
        .map(|source| source.repr.trim_start_matches("registry+"))
        .filter(|source| !known.contains(source))
        .collect();
    assert!(foreign.is_empty(), "not in deny.toml: {foreign:?}");
}

/// Whether an SPDX expression can be met with the allowed licences; `/` is the old way to write `OR`.
fn permits(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    !words.is_empty() && any_of(&mut rest, allowed) && rest.is_empty()
}

fn any_of(words: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    let mut met = all_of(words, allowed);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        met |= all_of(words, allowed);
    }
    met
}

fn all_of(words: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    let mut met = one(words, allowed);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let met = any_of(words, allowed);
            *words = words.get(1..).unwrap_or_default();
            met
        }
        [name, "WITH", exception, rest @ ..] => {
            *words = rest;
            allowed.contains(format!("{name} WITH {exception}").as_str())
        }
        [name, rest @ ..] => {
            *words = rest;
            allowed.contains(name)
        }
        [] => false,
    }
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = BTreeSet::from(["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]);
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT/Apache-2.0", true),
        ("Apache-2.0 OR MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("Apache-2.0 WITH LLVM-exception OR Apache-2.0", true),
        ("", false),
    ] {
        assert_eq!(permits(expression, &allowed), met, "{expression}");
    }
}
