//! Plans as files: the same bytes for the same text, read back as they were, run and served without the YAML.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use compiler::{Settings, Workspace};
use plan::compiled::{self, Compiled};
use tests::command::{Said, run};
use tests::folder::Folder;
use tests::machine::corpus;
use tests::places::{project, tracked};
use tests::server::Server;

/// The text of every given flow and app, by path.
fn given() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut open = vec![project("examples")];
    open.extend(corpus());
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            texts.insert(path.to_string_lossy().into_owned(), text);
        }
    }
    texts
}

/// What each file is compiled to, where it is not refused.
fn plans<'t>(texts: impl Iterator<Item = (&'t String, &'t String)>) -> BTreeMap<String, Vec<u8>> {
    let mut workspace = Workspace::new(Settings::default());
    for (path, text) in texts {
        workspace.set(path.as_str(), text.as_str());
    }
    let mut plans = BTreeMap::new();
    for report in workspace.check().files {
        let bytes = match &report.unit {
            Some(compiler::Unit::Flow(plan)) => {
                let bytes = compiled::encode_flow(plan).unwrap();
                assert_eq!(compiled::decode(&bytes), Ok(Compiled::Flow(Box::new((**plan).clone()))), "{}", report.path);
                bytes
            }
            Some(compiler::Unit::App(app)) => {
                let bytes = compiled::encode_app(app).unwrap();
                assert_eq!(compiled::decode(&bytes), Ok(Compiled::App(Box::new((**app).clone()))), "{}", report.path);
                bytes
            }
            None => continue,
        };
        plans.insert(report.path.to_string(), bytes);
    }
    plans
}

#[test]
fn plans_of_all_given_files_are_equal_byte_for_byte_and_read_back_as_they_were() {
    let texts = given();
    let first = plans(texts.iter());
    assert!(first.len() >= 6);
    assert!(corpus().is_none() || first.len() > 150, "{}", first.len());
    assert!(first == plans(texts.iter().rev()), "other bytes in another order");
}

/// All files below a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    open.retain(|folder| folder.exists());
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_form_of_plans_is_made_of_every_file_that_declares_a_part() {
    let build = std::fs::read_to_string(project("compiler/plan/build.rs")).unwrap();
    let list = build.split("const DECLARING").nth(1).and_then(|rest| rest.split(';').next()).unwrap();
    let listed: BTreeSet<&str> = list.split('"').filter(|word| word.ends_with(".rs")).collect();
    // Never part of a plan: what a cron pattern is read to, and how a run fails.
    let apart = ["cron.rs", "failure.rs"];
    let names = tracked().iter().filter_map(|file| file.strip_prefix("compiler/plan/src/"));
    let declares = |name: &&str| {
        let text = std::fs::read_to_string(project(&format!("compiler/plan/src/{name}"))).unwrap_or_default();
        text.lines().any(|line| line.starts_with("#[derive") && line.contains("Deserialize"))
    };
    let found: BTreeSet<&str> = names.filter(declares).filter(|name| !apart.contains(name)).collect();
    assert_eq!(found, listed);
}

#[test]
fn the_command_writes_the_same_files_twice() {
    let folder = Folder::empty();
    let examples = project("examples").to_string_lossy().into_owned();
    for (into, form) in [("one", "plan"), ("two", "plan"), ("three", "json")] {
        let said = run(folder.path(), &["compile", &examples, "-o", into, "--emit", form]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.err.ends_with(&format!("6 plans written to {into}\n")), "{}", said.err);
    }
    let one = files(&folder.path().join("one"));
    assert_eq!(one, files(&folder.path().join("two")));
    for (name, bytes) in files(&folder.path().join("three")) {
        let document: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let plan = &one[name.trim_end_matches(".json")];
        assert_eq!(document["hash"], compiled::hash(plan).unwrap(), "{name}");
        assert!(document["flow"]["source"]["text"].is_string() || document["app"]["source"]["text"].is_string());
    }
}

#[test]
fn nothing_is_written_where_one_file_is_refused() {
    let folder = Folder::with(&[("good.yaml", &flow("good", "hello")), ("bad.yaml", "id: bad\nnamespace: demo\n")]);
    let said = run(folder.path(), &["compile", ".", "-o", "out"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("nothing is written: 1 file cannot be compiled"), "{}", said.err);
    assert!(!folder.path().join("out").exists());
    let same = Folder::with(&[("a.yaml", &flow("good", "hello")), ("b.yaml", &flow("good", "other"))]);
    let said = run(same.path(), &["compile", ".", "-o", "out"]);
    assert!(said.err.contains("`a.yaml` and `b.yaml` have the same name"), "{}", said.err);
}

#[test]
fn a_plan_of_another_form_is_refused_with_what_to_do() {
    let folder = Folder::with(&[("a.yaml", &flow("a", "hello"))]);
    run(folder.path(), &["compile", "a.yaml", "-o", "out"]);
    let path = folder.path().join("out/flows/demo.a.plan");
    let good = std::fs::read(&path).unwrap();
    let mut old = good.clone();
    old[8..24].copy_from_slice(b"0000000000000000");
    let mut damaged = good;
    *damaged.last_mut().unwrap() ^= 1;
    for (bytes, why) in [(old, "in a form that this Lanner"), (damaged, "is damaged")] {
        std::fs::write(&path, bytes).unwrap();
        for command in ["run", "inspect", "graph"] {
            let said = run(folder.path(), &[command, "out/flows/demo.a.plan"]);
            assert_eq!(said.code, 2, "{said:?}");
            assert!(said.err.contains(why), "{}", said.err);
            assert!(said.err.contains("compile it again from its YAML: `lanner compile PATHS -o DIR`"), "{}", said.err);
        }
        let said = run(folder.path(), &["serve", "out", "--listen", "127.0.0.1:0", "--data", "data"]);
        assert_eq!(said.code, 2, "{said:?}");
    }
}

fn flow(id: &str, message: &str) -> String {
    format!(
        "id: {id}\nnamespace: demo\ninputs:\n  - id: name\n    type: STRING\n    defaults: you\ntasks:\n  - id: say\n    type: io.kestra.plugin.core.debug.Return\n    format: \"{message}, {{{{ inputs.name }}}}\"\noutputs:\n  - id: said\n    type: STRING\n    value: \"{{{{ outputs.say.value }}}}\"\n"
    )
}

/// What a run says, without what differs from run to run.
fn result(said: &Said) -> (i32, serde_json::Value) {
    let mut document: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}"));
    let mut ids = BTreeSet::new();
    gather(&document, &mut ids);
    let mut text = document.to_string();
    ids.iter().for_each(|id| text = text.replace(id, "ID"));
    document = serde_json::from_str(&text).unwrap();
    strip(&mut document);
    (said.code, document)
}

fn gather(value: &serde_json::Value, ids: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            if let (true, Some(text)) =
                (matches!(key.as_str(), "id" | "executionId" | "taskRunId" | "originalId"), value.as_str())
                && text.len() > 18
            {
                ids.insert(text.to_owned());
            }
            gather(value, ids);
        }),
        serde_json::Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
        _ => {}
    }
}

/// Takes out times.
fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.retain(|key, _| {
                !["timestamp", "date", "originalCreatedDate", "startDate", "endDate", "duration", "histories"]
                    .contains(&key.as_str())
            });
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        // The file of a log has a name of its own in every run.
        serde_json::Value::String(text) if text.ends_with(".log") => text.clear(),
        serde_json::Value::String(text) if text.contains("duration") || text.contains(" ms") => text.clear(),
        _ => {}
    }
}

#[test]
fn a_plan_runs_as_its_yaml_does() {
    let calls = "id: caller\nnamespace: demo\ntasks:\n  - id: call\n    type: io.kestra.plugin.core.flow.Subflow\n    namespace: demo\n    flowId: a\n    wait: true\n    inputs:\n      name: caller\noutputs:\n  - id: said\n    type: STRING\n    value: \"{{ outputs.call.outputs.said }}\"\n";
    let folder = Folder::with(&[("a.yaml", &flow("a", "Hello")), ("caller.yaml", calls)]);
    let said = run(folder.path(), &["compile", ".", "-o", "out"]);
    assert_eq!(said.code, 0, "{said:?}");
    for (yaml, plan) in [("a.yaml", "out/flows/demo.a.plan"), ("caller.yaml", "out/flows/demo.caller.plan")] {
        let from = |path: &str| run(folder.path(), &["run", path, "--format", "json"]);
        let (text, compiled) = (from(yaml), from(plan));
        assert_eq!(text.code, 0, "{text:?}");
        assert_eq!(result(&text), result(&compiled));
    }
    // Also where there is nothing but the plans.
    std::fs::remove_file(folder.path().join("a.yaml")).unwrap();
    std::fs::remove_file(folder.path().join("caller.yaml")).unwrap();
    let said = run(folder.path(), &["run", "out/flows/demo.caller.plan", "--format", "json"]);
    assert_eq!((said.code, &result(&said).1["outputs"]["said"]), (0, &"Hello, caller".into()), "{said:?}");
}

/// Words of flows that reach out, wait, or differ from run to run.
const APART: &[&str] = &[
    "http",
    "Sleep",
    "delay",
    "Pause",
    "trigger",
    "random",
    "uuid",
    "now(",
    "interval",
    "duration",
    "docker",
    "script",
    "fileURI",
    "storage",
    "kv",
    "secret",
    "FILE",
    "timeout",
    "retry",
    "concurrency",
    "Date",
    "execution.",
    "ion",
];

#[test]
fn plans_of_kestras_own_flows_run_as_their_yaml_does() {
    let Some(corpus) = corpus() else { return };
    let given = corpus.join("kestra-core-tests/valids");
    let folder = Folder::empty();
    let mut names = Vec::new();
    for entry in std::fs::read_dir(given).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        if text.len() < 3000 && !APART.iter().any(|word| text.contains(word)) && !text.contains("required: true") {
            names.push((entry.file_name().to_string_lossy().into_owned(), text));
        }
    }
    names.sort();
    let mut compared = 0;
    for (name, text) in names {
        folder.write(&format!("flow/{name}"), &text);
        let yaml = format!("flow/{name}");
        let said = run(folder.path(), &["compile", &yaml, "-o", "out"]);
        let plan = files(&folder.path().join("out")).into_keys().next();
        if said.code == 0
            && let Some(plan) = plan
        {
            let from = |path: &str| run(folder.path(), &["run", path, "--format", "json"]);
            let (text, compiled) = (from(&yaml), from(&format!("out/{plan}")));
            // A flow that wants inputs is refused either way.
            if text.code == 2 {
                assert_eq!(compiled.code, 2, "{name}: {compiled:?}");
            } else {
                assert_eq!(result(&text), result(&compiled), "{name}");
                compared += 1;
            }
            std::fs::remove_dir_all(folder.path().join("out")).unwrap();
        }
        std::fs::remove_file(folder.path().join(&yaml)).unwrap();
    }
    assert!(compared > 10, "only {compared} flows were compared");
}

#[test]
fn a_server_needs_no_yaml() {
    let folder = Folder::with(&[("a.yaml", &flow("a", "Hello"))]);
    run(folder.path(), &["compile", "a.yaml", "-o", "out"]);
    let data = Folder::empty();
    let server = Server::start(&folder.path().join("out"), data.path(), &[]);
    let answered = server.get("/api/v1/main/flows/demo/a");
    assert_eq!(answered.status, 200, "{answered:?}");
}

#[test]
fn inspect_shows_what_is_in_a_plan() {
    let folder = Folder::with(&[("a.yaml", &flow("a", "Hello"))]);
    run(folder.path(), &["compile", "a.yaml", "-o", "out"]);
    let (yaml, plan) =
        (run(folder.path(), &["inspect", "a.yaml"]), run(folder.path(), &["inspect", "out/flows/demo.a.plan"]));
    assert_eq!((yaml.code, &yaml.out), (plan.code, &plan.out));
    assert!(
        plan.out.starts_with("flow demo.a (2.0)\n  inputs\n    name?: STRING = you\n  tasks\n    say: debug.Return\n"),
        "{}",
        plan.out
    );
    assert!(plan.out.contains("\nfrom a.yaml · "), "{}", plan.out);
}
