//! Kestra's own tests of its open-source API, which the wheel of kestrapy 2.0.3 brings with it.
//!
//! `upstream_passing.txt` names those that pass, `upstream_apart.tsv` the others with the reason. Both must be exact.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use tests::command::finish_within;
use tests::folder::Folder;
use tests::places::project;
use tests::server::Server;

use super::{FLOW, PATIENCE, python};

/// The modules whose routes the open edition has, and we at least in part.
const MODULES: &[&str] = &[
    "basic_sdk_usage_example",
    "executions_api",
    "executions_coverage_421",
    "files_api",
    "flows_api",
    "flows_coverage_421",
    "kv_api",
    "logs_api",
    "metrics_api",
    "namespaces_api",
    "outputs_api",
    "phase4_filters_pagination_tenant",
    "plugins_api",
    "queryfilters",
    "triggers_api",
];

/// How one of the tests ended.
#[derive(Debug, PartialEq, Eq)]
struct Ended {
    outcome: String,
    why: String,
}

#[test]
fn the_tests_of_kestra_pass_as_far_as_is_written_down() {
    let Some(python) = python("kestrapy-2.0") else { return };
    let (folder, data, out) = (Folder::with(&[("there.yaml", FLOW)]), Folder::empty(), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    let report = out.path().join("report.jsonl");
    let mut command = Command::new(python);
    command
        .args(["-m", "pytest", "-q", "-p", "wheel_plugin", "-p", "no:cacheprovider", "--timeout", "120", "--pyargs"])
        .args(MODULES.iter().map(|module| format!("testApis.test_{module}")))
        .current_dir(out.path())
        .env("LANNER_URL", server.url(""))
        .env("LANNER_REPORT", &report)
        .env("PYTHONPATH", project("tests/clients"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let said = finish_within(command, 3 * PATIENCE);
    let lines = std::fs::read_to_string(&report).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let ended = read(&lines);
    let (passing, apart) = written();
    let wrong = differences(&ended, &passing, &apart);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} of Kestra's own tests pass, {} stand apart", passing.len(), apart.len());
}

fn read(lines: &str) -> BTreeMap<String, Ended> {
    let text = |document: &Value, key: &str| document[key].as_str().unwrap_or_default().to_owned();
    let documents = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a report is JSON"));
    let entry = |it: Value| (text(&it, "test"), Ended { outcome: text(&it, "outcome"), why: text(&it, "why") });
    documents.map(entry).collect()
}

fn written() -> (BTreeSet<String>, BTreeMap<String, String>) {
    let read = |file: &str| std::fs::read_to_string(project("tests/clients").join(file)).expect("it is tracked");
    let passing = read("upstream_passing.txt").lines().map(str::to_owned).collect();
    let apart = read("upstream_apart.tsv");
    let apart = apart.lines().filter_map(|line| line.split_once('\t'));
    (passing, apart.map(|(name, reason)| (name.to_owned(), reason.to_owned())).collect())
}

fn differences(
    ended: &BTreeMap<String, Ended>,
    passing: &BTreeSet<String>,
    apart: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, Ended { outcome, why }) in ended {
        match (outcome == "passed", passing.contains(name), apart.contains_key(name)) {
            (true, true, false) | (false, false, true) => {}
            (true, _, _) => wrong.push(format!("{name} passes and is not among those that do")),
            (false, _, _) => wrong.push(format!("{name} {outcome}: {why}")),
        }
    }
    let known = passing.iter().chain(apart.keys());
    wrong.extend(known.filter(|name| !ended.contains_key(*name)).map(|name| format!("{name} was not run")));
    wrong
}
