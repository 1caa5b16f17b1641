//! The clients that Kestra's users have, as they are published, each led through the same story on a server of ours.
//!
//! The scripts lie in `tests/clients`; they assert, and say of each chapter whether the client can do it at all.

mod schemathesis;
mod upstream;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tests::command::finish_within;
use tests::folder::Folder;
use tests::machine::{fetched, tool};
use tests::places::project;
use tests::server::Server;

/// No story takes this long, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(300);

const FLOW: &str = "\
id: there
namespace: before
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: Hello
";

/// Leads a client through its story: the chapters that it cannot do must be these.
fn lead(program: &Path, script: &str, more: &[&Path], cannot: &[&str]) {
    let (folder, data) = (Folder::with(&[("there.yaml", FLOW)]), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    let mut command = Command::new(program);
    command.arg(project("tests/clients").join(script)).arg(server.url("")).args(more);
    // Nothing is written beside the scripts.
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONWARNINGS", "ignore").env_remove("KESTRA_API_TOKEN");
    let said = finish_within(command, PATIENCE);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    let chapters = |word: &str| -> Vec<&str> {
        said.out.lines().filter_map(|line| line.strip_prefix(word)?.strip_prefix(' ')).collect()
    };
    assert_eq!(chapters("cannot"), cannot, "{}", said.out);
    assert!(chapters("done").len() > 5, "{}", said.out);
}

fn python(client: &str) -> Option<std::path::PathBuf> {
    fetched(&format!("clients/{client}/bin/python"))
}

#[test]
fn kestrapy_2_0() {
    let Some(python) = python("kestrapy-2.0") else { return };
    lead(&python, "kestrapy_new.py", &[], &[]);
}

#[test]
fn kestrapy_1_3() {
    let Some(python) = python("kestrapy-1.3") else { return };
    lead(&python, "kestrapy_new.py", &[], &[]);
}

#[test]
fn kestrapy_1_0() {
    let Some(python) = python("kestrapy-1.0") else { return };
    lead(&python, "kestrapy_1_0.py", &[], &["logs", "follows_logs", "files", "searches_logs"]);
}

#[test]
fn kestrapy_0_24() {
    let Some(python) = python("kestrapy-0.24") else { return };
    let cannot = ["executes_with_inputs", "executes_with_a_file", "resumes_with_inputs", "keys"];
    lead(&python, "kestrapy_0_24.py", &[], &cannot);
}

#[test]
fn the_flow_class_of_the_package_kestra() {
    let Some(python) = python("kestra") else { return };
    lead(&python, "kestra_flow.py", &[], &[]);
}

#[test]
fn the_sdk_on_npm() {
    let modules = fetched("clients/node/node_modules/@kestra-io/kestra-sdk/package.json");
    let (Some(node), Some(package)) = (tool("node"), modules) else { return };
    let modules = package.ancestors().nth(3).unwrap();
    lead(&node, "npm.cjs", &[modules], &[]);
}
