//! The server's own log, for people and for programs.

use serde_json::Value;
use tests::folder::Folder;
use tests::server::Server;

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

#[test]
fn each_line_for_programs_is_a_document() {
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &["--log-format", "json", "--log-level", "info"]);
    assert_eq!(server.get("/api/v1/main/flows/demo/hello?secret=hidden").status, 200);
    let (_, said) = server.stop();
    let lines: Vec<Value> =
        said.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered = lines.iter().find(|line| line["message"] == "answered").unwrap_or_else(|| panic!("{said}"));
    assert_eq!(
        (&answered["level"], &answered["method"], &answered["route"], &answered["status"]),
        (&"INFO".into(), &"GET".into(), &"/flows/{namespace}/{id}".into(), &200.into())
    );
    assert!(answered["timestamp"].as_str().unwrap().ends_with('Z') && answered["microseconds"].is_u64(), "{answered}");
    assert!(!said.contains("hidden"), "{said}");
}
