//! Outputs that nobody reads to the end, or that no disk can hold.

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use tests::command::{command, run};
use tests::folder::Folder;

use super::MISTAKES;

/// Every command that says something and ends by itself.
const COMMANDS: &[&[&str]] = &[
    &["compile", "--check", "flows"],
    &["compile", "--check", "flows", "--format", "full"],
    &["compile", "--check", "flows", "--format", "json"],
    &["compile", "--check", "flows", "--statistics", "--timings"],
    &["compile", "--check", "flows", "--diff"],
    &["compile", "--check", "flows", "--write-baseline", "known.json"],
    &["compile", "good.yaml", "-o", "plans"],
    &["completions", "bash"],
    &["config", "--keys"],
    &["config", "--show"],
    &["eval", "{{ 1 + 1 }}"],
    &["explain", "--list"],
    &["explain", "unknown-type"],
    &["graph", "good.yaml"],
    &["inspect", "plans/flows/demo.good.plan"],
    &["run", "good.yaml"],
    &["run", "good.yaml", "-i", "nothing=1"],
    &["schema", "flow"],
    &["store", "check"],
    &["token"],
    &["nothing"],
    &["--help"],
];

const GOOD: &str = "\
id: good
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.debug.Return, format: said}
outputs:
  - {id: said, type: STRING, value: \"{{ outputs.say.value }}\"}
";

fn folder() -> Folder {
    let folder = Folder::with(&[("flows/mistakes.yaml", MISTAKES), ("good.yaml", GOOD)]);
    assert_eq!(run(folder.path(), &["compile", "good.yaml", "-o", "plans"]).code, 0);
    folder
}

/// The end of a pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn ends(mut command: Command, arguments: &[&str]) -> i32 {
    let code = command.status().unwrap().code();
    code.unwrap_or_else(|| panic!("{arguments:?} was ended by a signal"))
}

#[test]
fn nothing_breaks_where_nobody_reads_on() {
    let folder = folder();
    for arguments in COMMANDS {
        let usual = run(folder.path(), arguments).code;
        for (out, err) in [(closed(), Stdio::null()), (Stdio::null(), closed()), (closed(), closed())] {
            let mut command = command(folder.path(), arguments);
            command.stdout(out).stderr(err);
            assert_eq!(ends(command, arguments), usual, "{arguments:?}");
        }
    }
}

/// A disk without room; `None`, said on standard error, where the system has no such thing.
fn full() -> Option<Stdio> {
    let file = OpenOptions::new().write(true).open("/dev/full");
    if file.is_err() {
        eprintln!("absent: /dev/full");
    }
    file.ok().map(Stdio::from)
}

#[test]
fn a_full_disk_is_told_and_breaks_nothing() {
    let folder = folder();
    for arguments in COMMANDS {
        let (Some(out), Some(err)) = (full(), full()) else { return };
        let usual = run(folder.path(), arguments);
        let mut unheard = command(folder.path(), arguments);
        unheard.stdout(Stdio::null()).stderr(err);
        assert_eq!(ends(unheard, arguments), usual.code, "{arguments:?}");
        // What is asked for is the business of the library that reads the command line.
        if !usual.out.is_empty() && *arguments != ["--help"] {
            let said = command(folder.path(), arguments).stdout(out).stderr(Stdio::piped()).output().unwrap();
            assert_eq!(said.status.code(), Some(1), "{arguments:?}");
            assert!(String::from_utf8_lossy(&said.stderr).contains("cannot write"), "{arguments:?}: {said:?}");
        }
    }
}
