//! Users as settings name them, and what of them outlives a restart.

use tests::command::{run, run_with_input};
use tests::folder::Folder;
use tests::server::{Server, request};

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

fn send(server: &Server, method: &str, path: &str, authorization: &str, body: &str) -> tests::server::Answered {
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close", server.address);
    let text = format!("{head}\r\nauthorization: {authorization}\r\ncontent-length: {length}\r\n\r\n{body}");
    request(&server.address, text.as_bytes())
}

#[test]
fn hashes_of_the_commands_let_people_and_programs_in_also_after_a_restart() {
    let empty = Folder::empty();
    let made = run_with_input(empty.path(), &["password"], "correct horse\n");
    assert_eq!(made.code, 0, "{made:?}");
    let hash = made.out.trim();
    let token = run(empty.path(), &["token"]);
    let (secret, of_token) = token.out.trim().split_once('\n').unwrap();
    let settings = format!(
        "users:\n  ada:\n    password: {hash}\n    role: admin\n  ci:\n    tokens: ['{of_token}']\n    role: runner\n"
    );
    let folder = Folder::with(&[("flow.yaml", FLOW), ("lanner.yaml", &settings)]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let ada = "Basic YWRhOmNvcnJlY3QgaG9yc2U=";
    let run_it = "/api/v1/main/executions/demo/hello?wait=true";
    assert_eq!(send(&server, "POST", run_it, &format!("Bearer {secret}"), "").status, 200);
    assert_eq!(send(&server, "POST", run_it, "Bearer other", "").status, 401);
    let made = super::json(&send(&server, "POST", "/api/v1/me/api-tokens", ada, "{\"name\":\"laptop\"}"));
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("correct horse") && !said.contains(secret), "{said}");

    let server = Server::start(folder.path(), data.path(), &[]);
    let bearer = format!("Bearer {}", made["fullToken"].as_str().unwrap());
    assert_eq!(super::json(&send(&server, "GET", "/api/v1/me", &bearer, ""))["name"], "ada");
    let done = super::json(&send(&server, "GET", "/api/v1/audit?user=ci", ada, ""));
    assert_eq!((&done["total"], &done["results"][0]["status"]), (&1.into(), &200.into()));
}

#[test]
fn a_password_that_is_too_short_is_refused() {
    let said = run_with_input(Folder::empty().path(), &["password"], "short\n");
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("at least 8 characters"), "{said:?}");
}
