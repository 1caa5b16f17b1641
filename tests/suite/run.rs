//! `lanner run` as a developer starts it: what is printed, what is refused, how it ends.

use tests::command::{on_a_terminal, run};
use tests::folder::Folder;
use tests::machine::corpus;
use tests::places::project;
use tests::stub::{Answer, Stub};

/// A flow that calls another.
const OUTER: &str = "\
id: outer
namespace: demo
tasks:
  - id: call
    type: io.kestra.plugin.core.flow.Subflow
    namespace: demo
    flowId: inner
";

#[test]
fn outputs_are_printed_and_progress_is_told_beside_them() {
    let folder = Folder::empty();
    let save = folder.path().to_string_lossy();
    let flow = "examples/data-request/flow.yaml";
    let said = run(&project(""), &["run", flow, "-i", "dataset=customers", "--save", &save]);
    assert_eq!(said.code, 0, "{said:?}");
    let file = said.out.lines().find_map(|line| line.strip_prefix("file = ")).unwrap_or_else(|| panic!("{said:?}"));
    let rows = std::fs::read_to_string(project(file)).unwrap();
    assert_eq!(rows, "date,name,amount\n2026-01-03,Grace,1\n2026-03-08,Barbara,5\n");
    assert!(said.out.contains("rows = 2"), "{}", said.out);
    assert!(said.err.contains("announce: Collecting customers since 2026-01-01"), "{}", said.err);
    assert!(said.err.contains("SUCCESS examples.data_request"), "{}", said.err);
}

#[test]
fn the_document_shows_an_execution_with_its_log() {
    let said = run(&project(""), &["run", "examples/transformation/flow.yaml", "--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["state"]["current"], "SUCCESS");
    assert_eq!(document["outputs"]["total"], 110);
    assert!(document["logs"].as_array().unwrap().iter().any(|line| line["message"] == "Goal reached: 110 of 50"));
}

#[test]
fn what_called_flows_and_iterations_say_is_told() {
    let inner = "\
id: inner
namespace: demo
tasks:
  - id: each
    type: io.kestra.plugin.core.flow.Loop
    values: [one, two]
    tasks:
      - id: say
        type: io.kestra.plugin.core.log.Log
        message: '{{ item.value }}'
";
    let folder = Folder::with(&[("outer.yaml", OUTER), ("inner.yaml", inner)]);
    let said = run(folder.path(), &["run", "outer.yaml"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.err.matches("inner › say: one").count(), 1, "{}", said.err);
    assert_eq!(said.err.matches("inner › say: two").count(), 1, "{}", said.err);
    let said = run(folder.path(), &["run", "inner.yaml"]);
    assert!(said.err.contains("INFO  say: one") && !said.err.contains('›'), "{}", said.err);
}

#[test]
fn a_pause_with_nobody_to_ask_ends_with_4() {
    let said = run(&project(""), &["run", "examples/approval/flow.yaml", "-i", "employee=Ada", "-i", "days=3"]);
    assert_eq!(said.code, 4, "{said:?}");
    assert!(said.err.contains("it waits for an answer"), "{}", said.err);
}

#[test]
fn what_is_refused_is_told_and_ends_with_2() {
    let approval = "examples/approval/flow.yaml";
    let folder = Folder::with(&[("bad.yaml", "id: bad\nid: worse\nnamespace: demo\ntasks: []\n")]);
    let bad = folder.path().join("bad.yaml");
    for (arguments, told) in [
        (vec![approval, "-i", "employee=Ada"], "days"),
        (vec![approval, "-i", "employee=Ada", "-i", "days=99"], "days"),
        (vec![approval, "-i", "employe=Ada"], "did you mean `employee`?"),
        (vec!["examples/approval/app.yaml"], "is an app"),
        (vec!["examples/README.md"], "is no flow"),
        (vec!["nowhere.yaml"], "there is no such file"),
        (vec![bad.to_str().unwrap()], "yaml-duplicate-key"),
    ] {
        let arguments: Vec<&str> = ["run"].into_iter().chain(arguments).collect();
        let said = run(&project(""), &arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {said:?}");
        assert!(said.err.contains(told), "{arguments:?}: {said:?}");
    }
}

#[test]
fn inputs_that_do_not_fit_are_drawn_where_they_are_asked_for() {
    let approval = "examples/approval/flow.yaml";
    let said = run(&project(""), &["run", approval, "-i", "employee=A", "-i", "first_day=soon"]);
    assert_eq!(said.code, 2, "{said:?}");
    for told in [
        "input `employee` cannot be `A`",
        "it has to be a text that matches `[^<>]{2,60}`",
        "input `days` is missing",
        "it has to be a whole number, from 1 to 30",
        "give it with `-i days=…`",
        "examples/approval/flow.yaml:16:9",
        "input `first_day` cannot be `soon`",
        "it has to be a date such as 2026-01-31",
    ] {
        assert!(said.err.contains(told), "no {told}: {}", said.err);
    }
}

#[test]
fn on_a_terminal_a_pause_asks_until_the_answers_fit() {
    let flow = "\
id: asks
namespace: demo
tasks:
  - id: wait
    type: io.kestra.plugin.core.flow.Pause
    onResume:
      - id: days
        type: INT
        max: 30
      - id: comment
        type: STRING
        defaults: none
outputs:
  - id: told
    type: STRING
    value: \"{{ outputs.wait.onResume.days }} {{ outputs.wait.onResume.comment }}\"
";
    let folder = Folder::with(&[("flow.yaml", flow)]);
    let Some(said) = on_a_terminal(folder.path(), &["run", "flow.yaml"], "99\n\n7\n") else { return };
    assert_eq!(said.code, 0, "{said:?}");
    for told in [
        "the execution is paused and asks:",
        "days (a whole number, up to 30; required)",
        "`days` has to be a whole number, up to 30",
        "comment (a text; has a default)",
        "= 7 none",
    ] {
        assert!(said.out.contains(told), "no {told}: {}", said.out);
    }
    // The tree of tasks is drawn anew in its place.
    assert!(said.out.contains("\x1b["), "{}", said.out);
}

#[test]
fn a_run_that_fails_ends_with_1() {
    let flow = "\
id: broken
namespace: demo
tasks:
  - id: stop
    type: io.kestra.plugin.core.execution.Fail
";
    let folder = Folder::with(&[("flow.yaml", flow)]);
    let said = run(folder.path(), &["run", "flow.yaml"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("FAILED demo.broken"), "{}", said.err);
}

#[test]
fn a_failure_is_drawn_over_the_file() {
    let flow = "\
id: broken
namespace: demo
inputs:
  - id: body
    type: STRING
tasks:
  - id: greet
    type: io.kestra.plugin.core.debug.Return
    format: \"{{ fromJson(inputs.body).name }}\"
";
    let folder = Folder::with(&[("flow.yaml", flow)]);
    let said = run(folder.path(), &["run", "flow.yaml", "-i", "body={\"id\": 1}"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("flow.yaml:9:"), "{}", said.err);
    assert!(said.err.contains("in this task"), "{}", said.err);
}

#[test]
fn a_failure_of_a_flow_that_was_called_is_drawn_over_its_own_file() {
    let inner = "\
id: inner
namespace: demo
tasks:
  - id: stop
    type: io.kestra.plugin.core.execution.Fail
    errorMessage: out of stock
";
    let folder = Folder::with(&[("outer.yaml", OUTER), ("inner.yaml", inner)]);
    let said = run(folder.path(), &["run", "outer.yaml"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("out of stock"), "{}", said.err);
    assert!(said.err.contains("inner.yaml:4:"), "{}", said.err);
}

#[test]
fn a_pause_in_a_flow_that_was_called_ends_with_4_too() {
    let inner = "\
id: inner
namespace: demo
tasks:
  - id: wait
    type: io.kestra.plugin.core.flow.Pause
";
    let folder = Folder::with(&[("outer.yaml", OUTER), ("inner.yaml", inner)]);
    let said = run(folder.path(), &["run", "outer.yaml"]);
    assert_eq!(said.code, 4, "{said:?}");
}

#[test]
fn the_document_is_what_the_api_shows() {
    let flow =
        "id: one\nnamespace: demo\ntasks:\n  - id: log\n    type: io.kestra.plugin.core.log.Log\n    message: hello\n";
    let folder = Folder::with(&[("flow.yaml", flow), ("inputs.json", "{}")]);
    let arguments = ["run", "flow.yaml", "--format", "json", "--inputs", "inputs.json", "--label", "team=a"];
    let said = run(folder.path(), &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["tenantId"], "main");
    assert_eq!(document["labels"][0], serde_json::json!({ "key": "team", "value": "a" }));
    assert_eq!(document["taskRunList"][0]["taskId"], "log");
    let line = &document["logs"][0];
    assert_eq!((&line["message"], &line["level"], &line["taskId"]), (&"hello".into(), &"INFO".into(), &"log".into()));
    assert_eq!(line["executionId"], document["id"]);
    let served: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(served.contains(&"tenantId") && served.contains(&"attemptNumber"), "{served:?}");
}

#[test]
fn files_are_given_with_an_at_sign() {
    let flow = "\
id: reader
namespace: demo
inputs:
  - id: data
    type: FILE
tasks:
  - id: content
    type: io.kestra.plugin.core.debug.Return
    format: \"{{ read(inputs.data) }}\"
outputs:
  - id: content
    type: STRING
    value: \"{{ outputs.content.value }}\"
";
    let folder = Folder::with(&[("flow.yaml", flow), ("data.txt", "some data")]);
    let said = run(folder.path(), &["run", "flow.yaml", "-i", "data=@data.txt"]);
    assert_eq!((said.code, said.out.trim()), (0, "content = some data"), "{said:?}");
    let said = run(folder.path(), &["run", "flow.yaml", "-i", "data=data.txt"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("write -i data=@data.txt"), "{}", said.err);
}

#[test]
fn a_seed_runs_against_a_server_that_stands_for_the_internet() {
    let Some(corpus) = corpus() else { return };
    let path = "/datasets/kestra/datasets/resolve/main/ion/products.ion";
    let stub = Stub::start([(path.to_owned(), Answer::text("{id:1}"))]);
    let folder = Folder::empty();
    let redirect = format!("huggingface.co={}", stub.url());
    let flow = corpus.join("seeds/flows/get_data.yaml");
    let arguments = ["run", flow.to_str().unwrap(), "-i", "data=products", "--redirect", &redirect, "--save", "kept"];
    let said = run(folder.path(), &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    let kept = said.out.trim().strip_prefix("data = ").unwrap_or_else(|| panic!("{said:?}"));
    assert_eq!(folder.read(kept), "{id:1}");
}
