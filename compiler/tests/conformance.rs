//! How much of what is known to be wrong is found, and nothing of what is known to be right.
//!
//! The lists lie beside the project; where they are absent the tests say so and pass, unless
//! `LANNER_REQUIRE_CORPUS` is set. `cargo test -p compiler --test conformance -- --nocapture` prints what is
//! missed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use compiler::{Checked, FileReport, Level, Settings, Workspace};
use plan::dialect::Version;
use report::Severity;
use serde_json::Value;

/// Flows among the valid ones whose types only exist in Kestra's own Java tests.
const JAVA_TEST_TYPES: &[&str] = &[
    "alias-task.yaml",
    "alias-trigger.yaml",
    "dynamic-task.yaml",
    "encrypted-string.yaml",
    "exception-with-output.yaml",
    "executable-fail.yml",
    "flowable-fail.yaml",
    "null-output.yaml",
    "retry-dynamic-task.yaml",
    "workertask-result-too-large.yaml",
    "working-directory-namespace-files.yaml",
    "working-directory-taskrun-encrypted.yml",
];

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", path.display());
    eprintln!("absent: {}", path.display());
    None
}

fn list(name: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(shared(&format!("conformance/{name}"))?).expect("a readable list");
    Some(serde_json::from_str(&text).expect("a list"))
}

/// All flows and apps below a folder of the corpus, by their paths relative to the corpus.
fn folder(name: &str) -> Option<Workspace> {
    let corpus = shared("corpus")?;
    let mut workspace = Workspace::new(Settings::default());
    let mut folders = vec![corpus.join(name)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml") {
                let relative = path.strip_prefix(&corpus).expect("a path below").to_string_lossy().into_owned();
                workspace.set(relative, std::fs::read_to_string(&path).expect("a readable file"));
            }
        }
    }
    Some(workspace)
}

/// What was found, by path: line, code, severity, message.
type Findings = BTreeMap<String, Vec<(u32, &'static str, Severity, String)>>;

fn findings(workspace: &Workspace, checked: &Checked) -> Findings {
    let of = |file: &FileReport| {
        let source = workspace.source(file.file).expect("a file that was checked");
        let line = |it: &report::Diagnostic| source.position(it.primary.place.span.start as usize).line;
        file.diagnostics.iter().map(|it| (line(it), it.code.name, it.severity, it.message.clone())).collect()
    };
    checked.files.iter().map(|file| (file.path.to_string(), of(file))).collect()
}

fn corpora() -> Option<Findings> {
    let mut all = Findings::new();
    for name in ["seeds", "blueprints", "enterprise-edition-examples", "kestra-core-tests"] {
        let workspace = folder(name)?;
        all.extend(findings(&workspace, &workspace.check()));
    }
    Some(all)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn real_mistakes_are_found() {
    let (Some(list), Some(found)) = (list("real-mistakes.json"), corpora()) else { return };
    let mut by_code: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let (mut all, mut high) = ((0, 0), (0, 0));
    let mut expected: BTreeSet<(String, u64, String)> = BTreeSet::new();
    for mistake in &list {
        let (path, line, code) =
            (text(mistake, "file"), mistake["line"].as_u64().unwrap_or(0), text(mistake, "diagnostic"));
        expected.insert((path.to_owned(), line, code.to_owned()));
        let hit = found.get(path).is_some_and(|it| it.iter().any(|it| u64::from(it.0) == line && it.1 == code));
        let of_code = by_code.entry(code).or_default();
        of_code.1 += 1;
        all.1 += 1;
        let is_high = text(mistake, "confidence") == "high";
        high.1 += u32::from(is_high);
        if hit {
            of_code.0 += 1;
            all.0 += 1;
            high.0 += u32::from(is_high);
        } else {
            eprintln!("missed  {path}:{line}: {code}: {}", text(mistake, "why"));
        }
    }
    for (code, (hits, of)) in by_code.iter().filter(|(_, (hits, of))| hits < of) {
        eprintln!("recall  {code}: {hits} of {of}");
    }
    let mut further: BTreeMap<(Severity, &str), u32> = BTreeMap::new();
    for (path, findings) in &found {
        for (line, code, severity, message) in findings {
            if !expected.contains(&(path.clone(), u64::from(*line), (*code).to_owned())) {
                *further.entry((*severity, code)).or_default() += 1;
                eprintln!("further {path}:{line}: {severity:?}[{code}]: {message}");
            }
        }
    }
    for ((severity, code), count) in further {
        eprintln!("further {severity:?} {code}: {count}");
    }
    eprintln!("real mistakes: {} of {}; of high confidence {} of {}", all.0, all.1, high.0, high.1);
    assert!(all.0 * 100 >= all.1 * REAL_ALL, "{} of {} found", all.0, all.1);
    assert!(high.0 * 100 >= high.1 * REAL_HIGH, "{} of {} of high confidence found", high.0, high.1);
}

/// What share of the real mistakes is found, in percent; raised as it grows.
const REAL_ALL: u32 = 98;
/// The same of those with high confidence.
const REAL_HIGH: u32 = 99;
/// The same of the mistakes users reported.
const USER: u32 = 98;

#[test]
fn mistakes_of_users_are_found_and_their_corrections_are_clean() {
    let Some(list) = list("user-mistakes.json") else { return };
    let (mut hits, mut unclean) = (0, 0);
    for case in &list {
        let target = Version::parse(text(case, "target"));
        let check = |files: &Value| {
            let mut workspace = Workspace::new(Settings { target, ..Settings::default() });
            for (path, content) in files.as_object().expect("files") {
                workspace.set(path.as_str(), content.as_str().expect("a text"));
            }
            findings(&workspace, &workspace.check())
        };
        let mut names: Vec<&str> = vec![text(case, "diagnostic")];
        names.extend(case["also"].as_array().into_iter().flatten().filter_map(Value::as_str));
        let found = check(&case["files"]);
        let is_found = |wrong: &Value| {
            let line = wrong["line"].as_u64().unwrap_or(0);
            let allowed = wrong["lines_ok"].as_array();
            let fits = |at: u64| {
                at == line
                    || allowed.is_some_and(|lines| {
                        let bounds: Vec<u64> = lines.iter().filter_map(Value::as_u64).collect();
                        bounds.contains(&at) || bounds.len() == 2 && (bounds[0]..=bounds[1]).contains(&at)
                    })
            };
            found
                .get(text(wrong, "file"))
                .is_some_and(|it| it.iter().any(|it| fits(u64::from(it.0)) && names.contains(&it.1)))
        };
        if case["wrong"].as_array().is_some_and(|wrong| wrong.iter().all(is_found)) {
            hits += 1;
        } else {
            eprintln!("missed  {}: {} {:?}; found {:?}", text(case, "id"), names[0], case["wrong"], found);
        }
        let loud: Vec<_> =
            check(&case["fixed"]).into_values().flatten().filter(|it| it.2 <= Severity::Warning).collect();
        if !loud.is_empty() {
            unclean += 1;
            eprintln!("unclean {}: {loud:?}", text(case, "id"));
        }
    }
    eprintln!("mistakes of users: {hits} of {}, {unclean} corrections not clean", list.len());
    assert!(hits * 100 >= u32::try_from(list.len()).unwrap_or(0) * USER);
    assert_eq!(unclean, 0);
}

/// The names of traps that stand for rules under other names.
fn rule_of(trap: &str) -> Vec<&str> {
    match trap {
        "output-of-later-section" | "output-of-enclosing-task" | "self-output-reference" => {
            vec!["output-used-before-task"]
        }
        "condition-block-scalar" => vec!["condition-extra-text"],
        "unknown-task-ref" => vec!["unknown-task-ref", "variable-not-available-here", "output-used-before-task"],
        other => other.split(" / ").collect(),
    }
}

#[test]
fn traps_are_not_fallen_into() {
    let (Some(list), Some(found)) = (list("false-positive-traps.json"), corpora()) else { return };
    let mut fallen = Vec::new();
    for trap in &list {
        let rules = rule_of(text(trap, "would_be_flagged_as"));
        for place in trap["where"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let Some((path, line)) = place.rsplit_once(':') else { continue };
            let line: u32 = line.parse().unwrap_or(0);
            for it in found.get(path).into_iter().flatten() {
                if it.0 == line && rules.contains(&it.1) {
                    fallen.push(format!("{place}: {it:?} ({})", text(trap, "why_ok")));
                }
            }
        }
    }
    assert!(fallen.is_empty(), "{fallen:#?}");
}

/// Flows among the valid ones that fail when they run, because tests of Kestra's want them to: what is said of them
/// is true, and all that is said.
const MEANT_TO_FAIL: &[(&str, &[&str])] = &[
    ("all-flowable.yaml", &["loop-variable-outside-loop", "taskrun-value-in-nested-task"]),
    ("disable-flowable.yaml", &["loop-variable-outside-loop"]),
    ("failed-first.yaml", &["unknown-root-variable"]),
    ("flow-with-outputs-failed.yml", &["unknown-root-variable"]),
    // A statement within an expression.
    ("flowable-with-parent-fail.yaml", &["unknown-root-variable", "expression-syntax"]),
    // Its test passes inputs that are not declared.
    ("task-flow-dynamic.yaml", &["unknown-input"]),
    ("task-runif.yml", &["unknown-task-ref"]),
    ("variables-invalid.yaml", &["unknown-input"]),
];

#[test]
fn what_kestra_accepts_compiles_and_what_it_refuses_does_not() {
    let Some(workspace) = folder("kestra-core-tests") else { return };
    let mut wrong = Vec::new();
    for file in workspace.check().files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let valid = file.path.contains("/valids/");
        let meant = MEANT_TO_FAIL.iter().find(|(file, _)| *file == name).map_or(&[][..], |(_, codes)| codes);
        let errors: Vec<&report::Diagnostic> =
            file.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
        let unexpected = errors.iter().filter(|it| !meant.contains(&it.code.name));
        let agrees = match valid {
            true => unexpected.count() == 0 && (file.unit.is_some() || !meant.is_empty()),
            false => file.unit.is_none() && !errors.is_empty(),
        };
        if !(agrees || valid && JAVA_TEST_TYPES.contains(&name)) {
            let errors: Vec<String> = errors.iter().map(|it| format!("{}: {}", it.code.name, it.message)).collect();
            wrong.push(format!("{}: {errors:?}", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_level_that_is_off_silences() {
    let levels = vec![compiler::LevelOf { of: "yaml-duplicate-key".into(), level: Level::Off }];
    let mut workspace = Workspace::new(Settings { levels, ..Settings::default() });
    workspace.set(
        "a.yaml",
        "id: a\nid: b\nnamespace: n\ntasks:\n  - id: t\n    type: io.kestra.plugin.core.log.Log\n    message: m\n",
    );
    assert_eq!(workspace.check().diagnostics().count(), 0);
}
