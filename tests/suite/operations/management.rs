//! The port for what watches over a server: it tells how the server is, and nothing else.

use std::net::TcpListener;

use tests::folder::Folder;
use tests::server::{Server, request};

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

/// A user, so that the other port asks for a login.
const USERS: &str = "users: {ada: {role: admin}}\n";

#[test]
fn a_port_of_its_own_tells_how_the_server_is() {
    let folder = Folder::with(&[("flow.yaml", FLOW), ("lanner.yaml", USERS)]);
    let data = Folder::empty();
    // A port that was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = Server::start_with(folder.path(), data.path(), &[], &[("LANNER_MANAGEMENT", &free)]);
    let ask = |path: &str| {
        // A monitor names the host as it likes.
        let text = format!("GET {path} HTTP/1.1\r\nhost: monitored.example\r\nconnection: close\r\n\r\n");
        request(&free, text.as_bytes())
    };
    for path in ["/health", "/health/liveness", "/health/readiness", "/ready", "/metrics", "/prometheus", "/version"] {
        assert_eq!(ask(path).status, 200, "{path}");
    }
    for path in ["/", "/login", "/ui/flows", "/api/v1/configs", "/api/v1/main/flows/search"] {
        assert_eq!(ask(path).status, 404, "{path}");
    }
    assert_eq!(server.get("/metrics").status, 401);
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
}
