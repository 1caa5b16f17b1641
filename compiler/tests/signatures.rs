//! The declared filters, functions and tests beside the tables of the reference: their names, their parameters in
//! order with types, defaults and which must be given, what they are applied to and give back, since when and until
//! when they are there, and how many each version has.
//!
//! The reference lies beside the project; where it is absent the tests say so and pass, unless
//! `LANNER_REQUIRE_CORPUS` is set.

use std::collections::BTreeSet;
use std::path::Path;

use plan::Dialect;
use plan::dialect::Version;
use plan::function::{Form, Function, Parameter, Presence, Returns};
use plan::functions::ALL;
use plan::types::Kind;

fn reference(file: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference").join(file);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Some(text);
    }
    assert!(std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", path.display());
    eprintln!("absent: {}", path.display());
    None
}

/// What stands between two headings.
fn section<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).unwrap_or_else(|| panic!("the reference has no `{from}`"));
    let end = text[start + from.len()..].find(to).map_or(text.len(), |at| start + from.len() + at);
    &text[start..end]
}

/// The rows of the tables between two headings, as cells.
fn rows<'t>(text: &'t str, from: &str, to: &str) -> Vec<Vec<&'t str>> {
    let rows = section(text, from, to).lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The names in backticks at the beginning of a row.
fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// A parameter as a table has it.
struct Row<'t> {
    name: &'t str,
    required: bool,
    default: Option<&'t str>,
    kinds: BTreeSet<Kind>,
}

/// The parameters that a cell names; none where it speaks of something else.
fn parameters(cell: &str) -> Vec<Row<'_>> {
    let other = ["-", "same", "any number", "?", "regex req;"];
    if cell.is_empty() || other.iter().any(|begin| cell.starts_with(begin)) {
        return Vec::new();
    }
    let mut depth = 0;
    let pieces = cell.split(|letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0 && matches!(letter, ',' | ';')
    });
    let named = |piece: &&str| piece.starts_with(|it: char| it.is_ascii_alphabetic());
    let pieces = pieces.map(|piece| piece.trim().trim_start_matches("N: ")).filter(named);
    let row = |piece| {
        let end = str::find(piece, |it: char| !(it.is_ascii_alphanumeric() || it == '_')).unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        let default = rest.strip_prefix('=').map(|rest| rest.split(" (").next().unwrap_or(rest));
        Row { name, required: rest.trim_start().starts_with("req"), default, kinds: kinds(rest) }
    };
    pieces.map(row).collect()
}

/// The kinds of values that a cell speaks of.
fn kinds(cell: &str) -> BTreeSet<Kind> {
    let words = cell.split(" of ").next().unwrap_or(cell).split(|it: char| !it.is_ascii_alphanumeric());
    let kind = |word| {
        Some(match word {
            "string" => Kind::Text,
            "bool" => Kind::Bool,
            "i64" | "i32" | "int" => Kind::Int,
            "number" => Kind::Float,
            "list" | "collection" => Kind::List,
            "array" => Kind::Array,
            "set" => Kind::Set,
            "map" => Kind::Map,
            "bytes" => Kind::Bytes,
            _ => return None,
        })
    };
    words.filter_map(kind).collect()
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
    ("nanoId", "alphabet"),
];

/// Where the newer pages of the reference, read from the engines themselves, say something else than its tables.
const NEWER: &[(&str, &str)] = &[
    // Without it nothing can be computed; the tables leave the word out.
    ("isWeekend", "date"),
    ("isPublicHoliday", "date"),
    ("isPublicHoliday", "countryCode"),
    ("isDayWeekInMonth", "date"),
    ("isDayWeekInMonth", "dayOfWeek"),
    ("isDayWeekInMonth", "position"),
    ("isLastWorkingDay", "date"),
    ("dayOfWeek", "date"),
    ("dayOfMonth", "date"),
    ("monthOfYear", "date"),
    ("hourOfDay", "date"),
    // It is `fromJson` by another name.
    ("json", "json"),
    // It is true by default since the default is written down as "N: default true".
    ("kv", "errorOnMissing"),
];

/// What is applied to, or gives back, more than the tables say, as the newer pages have it.
const WIDER: &[&str] = &[
    // Everything else becomes text.
    "replace",
    "escapeChar",
    // Null becomes the text `null`.
    "distinct",
    // The default may be anything.
    "env",
    // The table has several sorts of input, each with what comes of it.
    "first",
    "last",
    "keys",
    "length",
    // A whole path, whatever it is, becomes text.
    "fileURI",
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
                for row in parameters(row.get(1).copied().unwrap_or_default()) {
                    if IN_WORDS.contains(&(name, row.name)) {
                        continue;
                    }
                    match behind.find(|it| it.name == row.name) {
                        None => out.push(format!("`{name}` has no `{}` in its place", row.name)),
                        Some(ours) => parameter_differences(name, ours, &row, out),
                    }
                }
            }
        }
    }
}

fn parameter_differences(function: &str, ours: &Parameter, row: &Row<'_>, out: &mut Vec<String>) {
    let name = row.name;
    let is_newer = NEWER.contains(&(function, name));
    match ours.presence {
        Presence::Required if !row.required && !is_newer => {
            out.push(format!("`{name}` of `{function}` may be left out"));
        }
        Presence::Optional { .. } if row.required => {
            out.push(format!("`{name}` of `{function}` must be given"));
        }
        Presence::Optional { default } => {
            let said = row.default.unwrap_or(default);
            let plain =
                |text: &str| text.trim_matches('\'').trim_start_matches("the ").trim_end_matches("'s").to_owned();
            if plain(said) != plain(default) {
                out.push(format!("`{name}` of `{function}` is {said}, not {default}, where it is left out"));
            }
        }
        Presence::Required => {}
    }
    let missing: Vec<&Kind> = row.kinds.iter().filter(|kind| !ours.accepts.contains(kind)).collect();
    if !ours.accepts.is_empty() && !missing.is_empty() {
        out.push(format!("`{name}` of `{function}` accepts {missing:?} too"));
    }
}

/// Compares kinds as the reference names them with ours; what it does not name is not compared.
fn kind_differences(what: &str, said: &BTreeSet<Kind>, ours: &[Kind], out: &mut Vec<String>) {
    // Both numbers are one word there, and null is not spoken of.
    let reduced = |kinds: &mut dyn Iterator<Item = Kind>| -> BTreeSet<Kind> {
        kinds
            .filter(|kind| *kind != Kind::Null)
            .map(|kind| if kind == Kind::Float { Kind::Int } else { kind })
            .collect()
    };
    let (said, ours) = (reduced(&mut said.iter().copied()), reduced(&mut ours.iter().copied()));
    if !said.is_empty() && said != ours {
        out.push(format!("{what} {ours:?}, and in the reference {said:?}"));
    }
}

#[test]
fn signatures_are_those_of_the_reference() {
    let Some(text) = reference("expressions.md") else { return };
    let mut wrong = Vec::new();
    differences(Form::Function, &rows(&text, "\n## 3. ", "\n## 4. "), &mut wrong);
    differences(Form::Filter, &rows(&text, "\n### 4.1 ", "\n### 4.3 "), &mut wrong);
    let tests = rows(&text, "\n## 5. ", "\n## 6. ");
    differences(Form::Test, &tests.iter().map(|row| vec![row[0]]).collect::<Vec<_>>(), &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn types_are_those_of_the_reference() {
    let Some(text) = reference("expressions.md") else { return };
    let mut wrong = Vec::new();
    for row in rows(&text, "\n## 3. ", "\n## 4. ") {
        for function in names(row[0]).into_iter().flat_map(|name| declared(Form::Function, name)) {
            let is_known = !WIDER.contains(&function.name) && function.deprecated.is_none();
            if let (Returns::Kinds(ours), true) = (function.returns, is_known) {
                kind_differences(&format!("`{}` gives", function.name), &kinds(row[3]), ours, &mut wrong);
            }
        }
    }
    for row in rows(&text, "\n### 4.1 ", "\n### 4.3 ") {
        let Some((before, behind)) = row.get(2).and_then(|cell| cell.split_once(" -> ")) else { continue };
        for function in names(row[0]).into_iter().flat_map(|name| declared(Form::Filter, name)) {
            if WIDER.contains(&function.name) {
                continue;
            }
            let name = function.name;
            let before = before.split('(').next().unwrap_or(before);
            kind_differences(&format!("`{name}` is applied to"), &kinds(before), function.input, &mut wrong);
            let is_shared = behind.contains(" / ");
            if let (Returns::Kinds(ours), false) = (function.returns, is_shared) {
                kind_differences(&format!("`{name}` gives"), &kinds(behind), ours, &mut wrong);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn versions_are_those_of_the_engines() {
    let Some(text) = reference("expression-versions.md") else { return };
    let new = section(&text, "\n## New in 2.0.0 ", "\nThere is no function");
    let rows = new.lines().filter_map(|line| line.strip_prefix("| ")).filter_map(|line| line.split(" | ").next());
    let rows = rows.flat_map(names).chain(names(new.rsplit_once("\nFilters: ").map_or("", |(_, filters)| filters)));
    let of_name = |name: &str| name.split('(').next().unwrap_or(name).to_owned();
    let is_one = |name: &String| ALL.iter().any(|it| it.name == name.as_str());
    let said: BTreeSet<String> = rows.map(of_name).filter(is_one).filter(|name| name != "errorLogs").collect();
    let is_there =
        |function: &Function, dialect| declared(function.form, function.name).iter().any(|it| it.is_in(dialect));
    let only = |there, elsewhere| -> BTreeSet<String> {
        let only = ALL.iter().filter(|it| is_there(it, there) && !is_there(it, elsewhere));
        only.map(|it| it.name.to_owned()).collect()
    };
    // `replace` is spoken of beside the new filters.
    assert_eq!(only(Dialect::V2, Dialect::V1), said.into_iter().filter(|name| name != "replace").collect());
    let gone = section(&text, "\n## Removed\n", "\nStill present");
    let gone: BTreeSet<String> = names(gone).into_iter().map(of_name).filter(is_one).collect();
    assert_eq!(only(Dialect::V1, Dialect::V2), gone);
    let until: Vec<_> = ALL.iter().filter(|it| it.until.is_some_and(|until| until != Version::new(2, 0))).collect();
    assert!(until.is_empty(), "{until:?}");
}

/// What the reference calls deprecated, an alias of something else or never working says so.
#[test]
fn what_is_deprecated_says_what_to_write() {
    let deprecated: BTreeSet<(Form, &str)> =
        ALL.iter().filter(|it| it.deprecated.is_some()).map(|it| (it.form, it.name)).collect();
    let known = [
        (Form::Filter, "json"),
        (Form::Function, "currentEachOutput"),
        (Form::Function, "i18n"),
        (Form::Function, "json"),
        (Form::Function, "parent"),
    ];
    assert_eq!(deprecated, BTreeSet::from(known));
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
