//! Half-typed files: the keys of the rest are still found.

use std::collections::BTreeSet;

use grammar::yaml::{Node, NodeKind, parse_edited};
use report::{FileId, Source};

use crate::corpus;

/// What an author is in the middle of.
const EDITS: [&str; 9] = [
    "a bare word",
    "the end missing",
    "an open double quote",
    "an open expression",
    "an empty dash",
    "a missing colon",
    "an open bracket",
    "a tab",
    "an open single quote",
];

/// A text with one line half-typed, and where.
fn half_typed(text: &str, edit: &str) -> Option<(String, usize)> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let simple = |line: &str| {
        let content = line.trim_start().trim_start_matches("- ").trim_end();
        let key = content.split_once(": ").map(|(key, _)| key);
        key.is_some_and(|key| key.chars().all(char::is_alphanumeric)) && !content.ends_with(['|', '>', '|', '-'])
    };
    // A line in the middle that is not part of a text of several lines: its key is one the whole file has.
    let at = (lines.len() / 2..lines.len()).find(|at| simple(lines[*at]))?;
    let before: usize = lines[..at].iter().map(|line| line.len()).sum();
    let line = lines[at].trim_end_matches(['\n', '\r']);
    let start = line.len() - line.trim_start().trim_start_matches("- ").len();
    let (indent, content) = line.split_at(start);
    let (key, _) = content.split_once(": ")?;
    let above = |insert: String| format!("{}{insert}\n", lines[at]);
    let spaces = " ".repeat(indent.len());
    let changed = match edit {
        "a bare word" => above(format!("{spaces}retr")),
        "the end missing" => {
            let kept = format!("{}{indent}{key}: ", &text[..before]);
            return Some((kept.clone(), kept.len()));
        }
        "an open double quote" => format!("{indent}{key}: \"half {{{{ in\n"),
        "an open expression" => format!("{indent}{key}: {{{{ outputs.\n"),
        "an empty dash" => above(format!("{spaces}- ")),
        "a missing colon" => line.replacen(": ", " ", 1) + "\n",
        "an open bracket" => format!("{indent}{key}: [a,\n"),
        "a tab" => format!("\t{}\n", line.trim_start()),
        _ => format!("{indent}{key}: 'half\n"),
    };
    let rest: String = lines[at + 1..].concat();
    let edited = before + changed.trim_end_matches('\n').len();
    Some((format!("{}{changed}{rest}", &text[..before]), edited))
}

/// The path of every key.
fn paths(node: Option<&Node>, path: &str, found: &mut BTreeSet<String>) {
    match node.map(|node| &node.kind) {
        Some(NodeKind::List(items)) => {
            for (at, item) in items.iter().enumerate() {
                paths(Some(item), &format!("{path}/{at}"), found);
            }
        }
        Some(NodeKind::Map(entries)) => {
            for entry in entries {
                let path = format!("{path}/{}", entry.name().unwrap_or("?"));
                paths(Some(&entry.value), &path, found);
                found.insert(path);
            }
        }
        Some(NodeKind::Scalar(_) | NodeKind::Alias(_) | NodeKind::Missing) | None => {}
    }
}

fn keys(text: &str, edited: Option<usize>) -> BTreeSet<String> {
    let source = Source::new(FileId(0), "a.yaml", text);
    let mut found = BTreeSet::new();
    paths(parse_edited(&source, edited).tree.root(), "", &mut found);
    found
}

#[test]
fn the_rest_of_a_half_typed_file_is_found() {
    // Every third: the whole takes a debug build ten seconds, and says the same.
    let files: Vec<_> = corpus::files().into_iter().step_by(3).collect();
    if files.is_empty() {
        return;
    }
    for knows_place in [false, true] {
        let (mut wanted, mut found, mut invented) = (0, 0, 0);
        for edit in EDITS {
            let (mut here_wanted, mut here_found) = (0, 0);
            for (path, text) in &files {
                let Some((changed, at)) = half_typed(text, edit) else { continue };
                let mut original = keys(text, None);
                if edit == "the end missing" {
                    original = keys(&text[..at.min(text.len())], None);
                }
                let after = keys(&changed, knows_place.then_some(at));
                let kept = original.intersection(&after).count();
                if std::env::var_os("SHOW").is_some() && kept * 100 < original.len() * 90 {
                    println!("{path}: {edit}: {kept} of {}", original.len());
                }
                here_wanted += original.len();
                here_found += kept;
                invented += after.len() - kept;
            }
            println!("{edit:>22}: {:.1} %", 100.0 * here_found as f64 / here_wanted as f64);
            wanted += here_wanted;
            found += here_found;
        }
        let recall = found as f64 / wanted as f64;
        let spurious = invented as f64 / (found + invented) as f64;
        println!("recall {:.1} %, spurious {:.1} %", 100.0 * recall, 100.0 * spurious);
        assert!(recall > 0.95, "{recall}");
        assert!(spurious < 0.04, "{spurious}");
    }
}
