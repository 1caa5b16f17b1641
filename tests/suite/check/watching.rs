//! `--watch`: told by the system, it checks again by itself.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use tests::command::command;
use tests::folder::Folder;

use super::MISTAKES;

#[test]
fn a_change_is_checked_without_asking() {
    let folder = Folder::with(&[("flows/a.yaml", MISTAKES)]);
    let mut command = command(folder.path(), &["compile", "--check", "flows", "--watch"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut until = |text: &str| told.by_ref().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}"));
    until("in 1 of 1 file");
    until("watching for changes");
    folder.write("flows/b.yaml", &MISTAKES.replace("id: mistakes", "id: b"));
    until("in 2 of 2 files");
    until("watching for changes");
    std::fs::remove_file(folder.path().join("flows/b.yaml")).unwrap();
    until("in 1 of 1 file");
    child.kill().unwrap();
    child.wait().unwrap();
}
