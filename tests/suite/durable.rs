//! What a server had begun goes on after the worst end.

mod disks;
mod faults;
mod full;
mod kills;
mod large;
mod memory;
mod resting;
mod slots;

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::folder::Folder;
use tests::server::{Server, request};
use tests::stub::{Answer, Stub};

/// Whether everything is proved to the end, as `cargo xtask soak` asks, and not in the short form of the tests.
fn is_soak() -> bool {
    std::env::var_os("LANNER_SOAK").is_some()
}

/// No execution of these tests takes this long.
const PATIENCE: Duration = Duration::from_secs(60);

const FLOW: &str = "\
id: steps
namespace: demo
tasks:
  - id: first
    type: io.kestra.plugin.core.http.Request
    uri: http://world.example/first
  - id: wait
    type: io.kestra.plugin.core.flow.Sleep
    duration: PT3S
  - id: second
    type: io.kestra.plugin.core.http.Request
    uri: http://world.example/second
";

#[test]
fn a_killed_server_goes_on_and_repeats_nothing_that_was_done() {
    let stub = Stub::start(["/first", "/second"].map(|path| (path.to_owned(), Answer::text("done"))));
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = Folder::empty();
    let redirect = format!("world.example={}", stub.url());
    let more = ["--redirect", redirect.as_str()];

    let server = Server::start(folder.path(), data.path(), &more);
    let id = create(&server, "steps");
    until(&server, &id, |execution| state_of(execution, "first") == Some("SUCCESS"));
    server.kill();

    let server = Server::start(folder.path(), data.path(), &more);
    let ended = until(&server, &id, |execution| execution["state"]["current"] == "SUCCESS");
    assert_eq!(ended["taskRunList"].as_array().map(Vec::len), Some(3), "{ended}");
    let asked: Vec<String> = stub.asked().into_iter().map(|asked| asked.line).collect();
    assert_eq!(asked, ["GET /first", "GET /second"]);
    server.stop();
}

/// Starts an execution over the API; its id.
fn create(server: &Server, flow: &str) -> String {
    let head = format!(
        "POST /api/v1/main/executions/demo/{flow} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
        server.address
    );
    let answered = request(&server.address, head.as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.text());
    let execution: Value = serde_json::from_slice(&answered.body).unwrap();
    execution["id"].as_str().unwrap().to_owned()
}

/// Asks for an execution until it is as wanted.
fn until(server: &Server, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answered = server.get(&format!("/api/v1/main/executions/{id}"));
        let execution: Value = serde_json::from_slice(&answered.body).unwrap();
        if wanted(&execution) {
            return execution;
        }
        assert!(Instant::now() < deadline, "{execution}");
        std::thread::yield_now();
    }
}

fn state_of<'a>(execution: &'a Value, task: &str) -> Option<&'a str> {
    let run = execution["taskRunList"].as_array()?.iter().find(|run| run["taskId"] == task)?;
    run["state"]["current"].as_str()
}
