//! Requests that a machine makes up from the reference of the API: none of them breaks the server.

use std::process::Command;

use tests::command::finish_within;
use tests::folder::Folder;
use tests::machine::fetched;
use tests::server::Server;

use super::{FLOW, PATIENCE};

/// So many requests are made up for each operation; the same ones each time.
const EXAMPLES: &str = "3";

#[test]
fn made_up_requests_are_refused_and_break_nothing() {
    let Some(program) = fetched("clients/schemathesis/bin/schemathesis") else { return };
    let (folder, data, out) = (Folder::with(&[("there.yaml", FLOW)]), Folder::empty(), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    let mut command = Command::new(program);
    command
        .arg("run")
        .arg(server.url("/api/v1/openapi.json"))
        .args(["--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing", "--warnings", "off"])
        .args(["--max-examples", EXAMPLES, "--generation-deterministic"])
        .args(["--workers", "2", "--request-timeout", "30", "--continue-on-failure", "--no-color"])
        .current_dir(out.path());
    let said = finish_within(command, 3 * PATIENCE);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert_eq!(server.get("/health").status, 200);
    println!(
        "{}",
        said.out.lines().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
    );
}
