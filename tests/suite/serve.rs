//! `lanner serve` as whoever operates it sees it: what it says, what it survives, how it ends.

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::command::run;
use tests::folder::Folder;
use tests::places::project;
use tests::server::Server;
use tests::stub::{Answer, Stub};

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: Hello
";

#[test]
fn the_examples_are_served_and_the_server_stops_when_asked() {
    let data = Folder::empty();
    let server = Server::start(&project("examples"), data.path(), &[]);
    assert_eq!(server.get("/health").status, 200);
    let catalog = server.get("/");
    assert_eq!(catalog.status, 200);
    for app in ["data_request_form", "leave_request_form", "sales_report_form"] {
        let address = format!("/apps/examples/{app}");
        assert!(catalog.text().contains(&address), "no link to {address}");
        assert_eq!(server.get(&address).status, 200, "{address}");
    }
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("stopped"), "{said}");
}

#[test]
fn a_server_that_answers_starts_the_flow_that_asks_it() {
    let stub = Stub::start([("/status".to_owned(), Answer::text("ready"))]);
    let flow = "\
id: poll
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.debug.Return
    format: '{{ trigger.code }} {{ trigger.body }}'
triggers:
  - id: status
    type: io.kestra.plugin.core.http.Trigger
    uri: http://world.example/status
    interval: PT1H
    responseCondition: \"{{ response.body == 'ready' }}\"
";
    let folder = Folder::with(&[("flow.yaml", flow)]);
    let data = Folder::empty();
    let redirect = format!("world.example={}", stub.url());
    let server = Server::start(folder.path(), data.path(), &["--redirect", &redirect]);
    let deadline = Instant::now() + Duration::from_secs(60);
    let found = loop {
        let answered = server.get("/api/v1/main/executions/search");
        let found: Value = serde_json::from_slice(&answered.body).unwrap();
        if found["results"][0]["state"]["current"] == "SUCCESS" {
            break found;
        }
        assert!(Instant::now() < deadline, "{found}");
        std::thread::yield_now();
    };
    let id = found["results"][0]["id"].as_str().unwrap();
    let execution: Value = serde_json::from_slice(&server.get(&format!("/api/v1/main/executions/{id}")).body).unwrap();
    assert_eq!(execution["taskRunList"][0]["outputs"]["value"], "200 ready");
    assert_eq!((found["total"].as_u64(), stub.asked().len()), (Some(1), 1));
    server.stop();
}

#[test]
fn a_file_that_does_not_compile_is_named_and_the_rest_is_served() {
    let folder = Folder::with(&[("good.yaml", FLOW), ("bad.yaml", "id: bad\nid: worse\nnamespace: demo\ntasks: []\n")]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let listed = until(&server, "/api/v1/main/unserved", |it| it["total"] == 1);
    let row = &listed["results"][0];
    assert_eq!(
        (&row["filename"], &row["flow"], &row["namespace"]),
        (&"bad.yaml".into(), &"bad".into(), &"demo".into())
    );
    assert!(row["constraints"].as_str().unwrap().contains("2:1: "), "{row}");
    assert_eq!((&row["diagnostics"][0]["path"], &row["servedInstead"]), (&"bad.yaml".into(), &Value::Null));
    let page = server.get("/ui/flows").text();
    assert!(page.contains("Not served") && page.contains("bad.yaml:2:1"), "{page}");
    // Whoever mends it sees it go.
    folder.write("bad.yaml", &FLOW.replace("id: hello", "id: bad"));
    until(&server, "/api/v1/flows/demo/bad", |it| it["revision"] == 1);
    until(&server, "/api/v1/unserved", |it| it["total"] == 0);
    assert!(!server.get("/ui/flows").text().contains("Not served"));
    folder.write("bad.yaml", "id: [");
    let listed = until(&server, "/api/v1/unserved", |it| it["total"] == 1);
    assert_eq!(listed["results"][0]["servedInstead"], serde_json::json!({"namespace": "demo", "id": "bad"}));
    std::fs::remove_file(folder.path().join("bad.yaml")).unwrap();
    until(&server, "/api/v1/unserved", |it| it["total"] == 0);
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("not served: bad.yaml"), "{said}");
}

/// Asks until an answer fits.
fn until(server: &Server, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let answered = server.get(path);
        let document = serde_json::from_slice(&answered.body).unwrap_or_default();
        if fits(&document) {
            return document;
        }
        assert!(Instant::now() < deadline, "{path}: {document}");
        std::thread::yield_now();
    }
}

fn post(server: &Server, path: &str) -> Value {
    let address = &server.address;
    let text = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let answered = tests::server::request(address, text.as_bytes());
    assert!(answered.status < 300, "{}", answered.text());
    serde_json::from_slice(&answered.body).unwrap_or_default()
}

#[test]
fn changed_files_are_served_and_what_runs_keeps_its_plan() {
    let flow = "\
id: changes
namespace: demo
tasks:
  - {id: wait, type: io.kestra.plugin.core.flow.Pause}
  - {id: say, type: io.kestra.plugin.core.debug.Return, format: before}
";
    let folder = Folder::with(&[("changes.yaml", flow), ("gone.yaml", FLOW)]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let begin = || post(&server, "/api/v1/executions/demo/changes")["id"].as_str().unwrap().to_owned();
    let end = |id: &str| {
        let path = format!("/api/v1/executions/{id}");
        until(&server, &path, |it| it["state"]["current"] == "PAUSED");
        post(&server, &format!("{path}/resume"));
        let ended = until(&server, &path, |it| it["state"]["current"] == "SUCCESS");
        (ended["flowRevision"].clone(), ended["taskRunList"][1]["outputs"]["value"].clone())
    };
    let old = begin();
    folder.write("changes.yaml", &flow.replace("format: before", "format: after"));
    until(&server, "/api/v1/flows/demo/changes", |it| it["revision"] == 2);
    assert_eq!(end(&old), (1.into(), "before".into()));
    assert_eq!(end(&begin()), (2.into(), "after".into()));

    // What no longer compiles is named, and what was there before stays; what is gone is taken away.
    folder.write("changes.yaml", &flow.replace("debug.Return", "debug.Retrun"));
    folder.write("new.yaml", &FLOW.replace("id: hello", "id: new"));
    until(&server, "/api/v1/flows/demo/new", |it| it["revision"] == 1);
    assert_eq!(end(&begin()), (2.into(), "after".into()));
    std::fs::remove_file(folder.path().join("gone.yaml")).unwrap();
    until(&server, "/api/v1/flows/demo/hello", |it| it["status"] == 404);
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("served now: changes.yaml (flow demo.changes, revision 2)"), "{said}");
    assert!(said.contains("not served: changes.yaml (1 error); what it held before stays"), "{said}");
    assert!(said.contains("debug.Retrun"), "{said}");
}

#[test]
fn what_was_compiled_is_served_again_until_something_changes() {
    let called = "\
id: called
namespace: demo
inputs:
  - {id: who, type: STRING}
tasks:
  - {id: say, type: io.kestra.plugin.core.debug.Return, format: 'Hello {{ inputs.who }}'}
";
    let caller = "\
id: caller
namespace: demo
inputs:
  - {id: nobody_reads_this, type: STRING, required: false}
tasks:
  - id: call
    type: io.kestra.plugin.core.flow.Subflow
    namespace: demo
    flowId: called
    inputs: {who: you}
";
    let folder = Folder::with(&[("called.yaml", called), ("caller.yaml", caller)]);
    let data = Folder::empty();
    let start = || {
        let server = Server::start(folder.path(), data.path(), &["--log-level", "info"]);
        let served = |flow: &str| server.get(&format!("/api/v1/flows/demo/{flow}")).status == 200;
        let flows = (served("called"), served("caller"), served("other"));
        let unserved: Value = serde_json::from_slice(&server.get("/api/v1/unserved").body).unwrap();
        let (code, said) = server.stop();
        assert_eq!(code, Some(0), "{said}");
        let recalled = said.contains("nothing has changed since the last start");
        let warned = said.contains("nobody_reads_this");
        (recalled, warned, flows, unserved["total"].as_u64().unwrap(), said)
    };
    let expect = |what: &str, recalled: bool, warned: bool, flows: (bool, bool, bool), unserved: u64| {
        let (is_recalled, is_warned, found, total, said) = start();
        let (is, should) = ((is_recalled, is_warned, found, total), (recalled, warned, flows, unserved));
        assert_eq!(is, should, "{what}: {said}");
        assert_eq!(said.contains("not served: caller.yaml (1 error)"), unserved > 0, "{what}: {said}");
    };
    let both = (true, true, false);
    expect("a first start compiles", false, true, both, 0);
    expect("a second one does not, and says the same", true, true, both, 0);

    // What the caller gives is not there any more: its own file is the same.
    let without = called.replace("inputs:\n  - {id: who, type: STRING}\n", "").replace(" {{ inputs.who }}", "");
    folder.write("called.yaml", &without);
    expect("a file that another depends on changed", false, true, both, 1);
    expect("mistakes are remembered too", true, true, both, 1);
    folder.write("called.yaml", called);
    expect("it is as it was", false, true, both, 0);

    folder.write("lanner.yaml", "levels:\n  unused-input: off\n");
    expect("the settings changed", false, false, both, 0);
    expect("and changed no more", true, false, both, 0);

    folder.write("other.yaml", &FLOW.replace("id: hello", "id: other"));
    expect("a file came", false, false, (true, true, true), 0);

    // What another compiler kept has another key: what stands in front is not what it is made of now.
    let kept = data.path().join("compiled");
    let mut bytes = std::fs::read(&kept).unwrap();
    bytes[0] ^= 1;
    std::fs::write(&kept, &bytes).unwrap();
    expect("another version of the program", false, false, (true, true, true), 0);

    std::fs::remove_file(data.path().join("lanner.redb")).unwrap();
    expect("the store is another", true, false, (true, true, true), 0);
}

#[test]
fn a_file_wins_over_what_was_deployed_in_its_place() {
    let folder = Folder::with(&[("hello.yaml", FLOW)]);
    let data = Folder::empty();
    let message = |server: &Server| {
        let flow: Value = serde_json::from_slice(&server.get("/api/v1/flows/demo/hello").body).unwrap();
        flow["tasks"][0]["message"].clone()
    };
    let server = Server::start(folder.path(), data.path(), &[]);
    let other = FLOW.replace("Hello", "Goodbye");
    let (address, length) = (&server.address, other.len());
    let text = format!(
        "PUT /api/v1/flows/demo/hello HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: \
         application/x-yaml\r\ncontent-length: {length}\r\n\r\n{other}"
    );
    let answered = tests::server::request(address, text.as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.text());
    assert_eq!(message(&server), "Goodbye");
    server.stop();
    let server = Server::start(folder.path(), data.path(), &[]);
    assert_eq!(message(&server), "Hello");
    server.stop();
}

#[test]
fn what_makes_a_start_impossible_is_told_in_one_line() {
    let good = Folder::with(&[("good.yaml", FLOW)]);
    let data = Folder::empty();
    let server = Server::start(good.path(), data.path(), &[]);
    let (taken, used) = (server.address.as_str(), data.path().to_string_lossy().into_owned());
    let broken = Folder::with(&[("lanner.redb", "this is no store")]);
    let (broken, empty) = (broken.path().to_string_lossy().into_owned(), Folder::empty());
    let other = Folder::empty();
    let other = other.path().to_string_lossy().into_owned();
    for (folder, arguments, code, told) in [
        (good.path(), vec!["--listen", taken, "--data", &other], 1, "is in use"),
        (good.path(), vec!["--listen", "127.0.0.1:0", "--data", &used], 1, "another"),
        (good.path(), vec!["--listen", "127.0.0.1:0", "--data", &broken], 1, "lanner.redb` is damaged or no store"),
        (good.path(), vec!["--listen", "127.0.0.1:0", "--data", &broken], 1, "`lanner store restore FILE --data"),
        (empty.path(), vec!["--listen", "127.0.0.1:0", "--data", &other], 1, "holds neither flows nor apps"),
        (good.path(), vec!["--listen", "nowhere", "--data", &other], 2, "`nowhere` is no address"),
        (good.path(), vec!["--listen", "0.0.0.0:0", "--data", &other], 2, "nobody has to log in here"),
    ] {
        let arguments: Vec<&str> = ["serve", "."].into_iter().chain(arguments).collect();
        let said = run(folder, &arguments);
        assert_eq!(said.code, code, "{arguments:?}: {said:?}");
        assert!(said.err.contains(told), "{arguments:?}: {said:?}");
        assert!(!said.err.contains("panicked"), "{said:?}");
    }
}
