//! What the engines say when a flow is saved, and what is said here: the verdicts agree, version by version.
//!
//! The lists were recorded on the engines 1.3.31 and 2.0.0 and lie beside the project; where they are absent the
//! tests say so and pass, unless `LANNER_REQUIRE_CORPUS` is set.

use std::path::Path;

use compiler::{Settings, Workspace};
use plan::dialect::Version;
use report::Severity;
use serde_json::Value;

fn list(name: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance").join(name);
    if !path.exists() {
        assert!(std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", path.display());
        eprintln!("absent: {}", path.display());
        return None;
    }
    let text = std::fs::read_to_string(&path).expect("a readable list");
    Some(serde_json::from_str(&text).expect("a list"))
}

fn version(engine: &str) -> Version {
    let short: Vec<&str> = engine.split('.').take(2).collect();
    Version::parse(&short.join(".")).expect("a version")
}

/// The errors that are found in the flows of a case, as `code: message`.
fn errors(case: &Value) -> Vec<String> {
    let target = version(case["engine"].as_str().expect("an engine"));
    let mut workspace = Workspace::new(Settings { target: Some(target), ..Settings::default() });
    let texts = case["yaml"].as_str().into_iter().chain(
        case["flows"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|flow| flow.as_str().or_else(|| flow["yaml"].as_str())),
    );
    for (number, text) in texts.enumerate() {
        let text = text.replace("@NSPATH@", "demo").replace("@NS@", "demo");
        workspace.set(format!("{number}.yaml"), text);
    }
    let checked = workspace.check();
    let errors = checked.diagnostics().filter(|it| it.severity == Severity::Error);
    errors.map(|it| format!("{}: {}", it.code.name, it.message)).collect()
}

/// What the engines save although it cannot work, by the name of the case and of what is said of it here.
const NAMED_ON_PURPOSE: &[(&str, &str)] = &[
    // The default is refused when an execution is created.
    ("bad_int_default_bad", "input-default-type-mismatch"),
    ("bad_webhook_missing_input", "trigger-required-input-unset"),
    // The loop fails.
    ("loop_list_nested", "foreach-invalid-values"),
    ("loop_scalar_string", "foreach-invalid-values"),
    ("fe_nested_list", "foreach-invalid-values"),
    ("fe_json_map", "foreach-invalid-values"),
    // The trigger never fires.
    ("ft_dep_when_state", "unknown-root-variable"),
    ("ft_dep_when_flowid", "unknown-root-variable"),
    ("ft_dep_when_retry", "unknown-root-variable"),
    ("sch_when_err", "unknown-root-variable"),
    // The task that renders it fails.
    ("pebble_new", "feature-not-in-target-version"),
    ("json_filter_2", "feature-not-in-target-version"),
    ("loop6_toion", "unknown-function"),
    // 2.0 stores it and fails as it runs.
    ("exit_canceled", "feature-not-in-target-version"),
    // The task that forgets fails.
    ("unset_missing", "unknown-flow-variable"),
    // The task that reads fails.
    ("fe3_ref_depth", "output-of-parallel-sibling"),
    ("loop_list_objects_dot", "taskrun-value-is-string"),
];

/// What the engines refuse and Lanner does.
const DONE_BETTER: &[&str] = &[
    // Catalogues of examples put words of their own under `extend`.
    "bad_extend",
];

#[test]
fn saves_are_judged_as_the_engines_judge_them() {
    let Some(cases) = list("version-checks.json") else { return };
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case["name"].as_str().expect("a name");
        let expect = &case["expect"];
        let refused = expect["valid"] == false;
        let errors = errors(case);
        if refused && errors.is_empty() && !DONE_BETTER.contains(&name) {
            wrong.push(format!("{name} ({}) is accepted, but {}", case["engine"], expect["violations"]));
        }
        if !refused {
            wrong.extend(unexpected(name, &errors));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_ran_on_the_engines_compiles() {
    let Some(cases) = list("version-runs.json") else { return };
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| case["expect"]["violations"].is_null())
        .flat_map(|case| unexpected(case["name"].as_str().expect("a name"), &errors(case)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn unexpected(name: &str, errors: &[String]) -> Vec<String> {
    let named = |error: &&String| {
        NAMED_ON_PURPOSE.iter().any(|(case, code)| *case == name && error.starts_with(&format!("{code}: ")))
    };
    errors.iter().filter(|error| !named(error)).map(|error| format!("{name} is refused: {error}")).collect()
}
