//! The declared filters, functions and tests beside the tables of the reference: their names, the names of their
//! parameters in order, which of them must be given, and how many each version has.
//!
//! The reference lies beside the project; where it is absent the tests say so and pass, unless
//! `LANNER_REQUIRE_CORPUS` is set.

use std::path::Path;

use plan::Dialect;
use plan::function::{Form, Function, Presence};
use plan::functions::ALL;

fn reference() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference/expressions.md");
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Some(text);
    }
    assert!(std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", path.display());
    eprintln!("absent: {}", path.display());
    None
}

/// The rows of the tables between two headings, as cells.
fn rows<'t>(text: &'t str, from: &str, to: &str) -> Vec<Vec<&'t str>> {
    let start = text.find(from).unwrap_or_else(|| panic!("the reference has no `{from}`"));
    let end = text[start..].find(to).map_or(text.len(), |at| start + at);
    let rows = text[start..end].lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The names in backticks at the beginning of a row.
fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The parameters that a cell names, each with whether it must be given; none where it speaks of something else.
fn parameters(cell: &str) -> Vec<(&str, bool)> {
    let other = ["-", "same", "any number", "?", "regex req;"];
    if cell.is_empty() || other.iter().any(|begin| cell.starts_with(begin)) {
        return Vec::new();
    }
    let mut depth = 0;
    let pieces = cell.split(|letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0 && matches!(letter, ',' | ';')
    });
    let named = |piece: &&str| piece.trim().starts_with(|it: char| it.is_ascii_alphabetic());
    pieces
        .map(|piece| piece.trim().trim_start_matches("N: "))
        .filter(named)
        .map(|piece| {
            let end = piece.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).unwrap_or(piece.len());
            (&piece[..end], piece[end..].trim_start().starts_with("req"))
        })
        .collect()
}

/// What the reference knows by name only, or the engines do not register (expression-versions.md).
const UNREGISTERED: &[&str] = &[
    "block",
    "iterationOutput",
    "parentOutput",
    "isDateBefore",
    "isDateAfter",
    "isDateBetween",
    "credential",
    "assets",
];

/// Where a table says in words what is meant, by the name under which it stands there.
const IN_WORDS: &[(&str, &str)] = &[
    // `encrypt` / `decrypt`: the second is `plaintext` of the one, `encrypted` of the other.
    ("encrypt", "plaintext"),
    ("decrypt", "plaintext"),
    // The working days as text, separated by commas; `workingDays` in expression-versions.md.
    ("isLastWorkingDay", "working"),
];

fn declared(form: Form, name: &str) -> Vec<&'static Function> {
    ALL.iter().copied().filter(|it| it.form == form && it.name == name).collect()
}

fn differences(form: Form, rows: &[Vec<&str>], out: &mut Vec<String>) {
    for row in rows {
        for name in names(row[0]) {
            let versions = declared(form, name);
            if versions.is_empty() != UNREGISTERED.contains(&name) {
                out.push(format!("`{name}`: declared {} times", versions.len()));
            }
            for function in versions {
                let mut behind = function.parameters.iter();
                for (parameter, required) in parameters(row.get(1).copied().unwrap_or_default()) {
                    if IN_WORDS.contains(&(name, parameter)) {
                        continue;
                    }
                    match behind.find(|it| it.name == parameter) {
                        None => out.push(format!("`{name}` has no `{parameter}` in its place")),
                        Some(ours) if required && ours.presence != Presence::Required => {
                            out.push(format!("`{name}`: `{parameter}` must be given"));
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }
}

#[test]
fn signatures_are_those_of_the_reference() {
    let Some(text) = reference() else { return };
    let mut wrong = Vec::new();
    differences(Form::Function, &rows(&text, "\n## 3. ", "\n## 4. "), &mut wrong);
    differences(Form::Filter, &rows(&text, "\n### 4.1 ", "\n### 4.3 "), &mut wrong);
    let tests = rows(&text, "\n## 5. ", "\n## 6. ");
    differences(Form::Test, &tests.iter().map(|row| vec![row[0]]).collect::<Vec<_>>(), &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn everything_the_reference_lacks_is_documented() {
    for function in ALL {
        assert!(!function.summary.is_empty(), "`{}` says nothing of itself", function.name);
        for parameter in function.parameters {
            assert!(!parameter.doc.is_empty(), "`{}` of `{}` says nothing of itself", parameter.name, function.name);
        }
    }
}

/// How many of each form the engines 1.3.34 and 2.0.0 register (expression-versions.md, engine versions), with what
/// is a form of the language there and a function here (`parent`), and `appLink` of the enterprise edition. In 1.3.34
/// `errorLogs` is registered by workers only, and the engine was asked without one.
#[test]
fn each_version_has_as_many_as_its_engine() {
    for (dialect, filters, functions, tests) in [(Dialect::V1, 59, 31 + 3, 8), (Dialect::V2, 61, 41 + 2, 8)] {
        let count = |form| ALL.iter().filter(|it| it.form == form && it.is_in(dialect)).count();
        assert_eq!(
            (count(Form::Filter), count(Form::Function), count(Form::Test)),
            (filters, functions, tests),
            "{dialect:?}"
        );
    }
}
