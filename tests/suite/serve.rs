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
    assert_eq!(server.get("/health").status, 200);
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("not served: bad.yaml"), "{said}");
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
        (good.path(), vec!["--listen", "127.0.0.1:0", "--data", &broken], 1, "lanner.redb"),
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
