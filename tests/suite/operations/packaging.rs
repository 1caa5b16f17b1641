//! What Lanner is packed in: the systemd unit and the container file, read by those who will read them.

use std::process::Command;

use tests::command::run;
use tests::folder::Folder;
use tests::machine::tool;
use tests::places::{lanner, project};

const UNIT: &str = "runtime/packaging/lanner.service";
const CONTAINER: &str = "runtime/packaging/Containerfile";

#[test]
fn systemd_understands_the_unit() {
    let Some(analyze) = tool("systemd-analyze") else { return };
    let unit = std::fs::read_to_string(project(UNIT)).unwrap();
    // It complains of a program that is not installed.
    let unit = unit.replace("/usr/local/bin/lanner", &lanner().display().to_string());
    let folder = Folder::with(&[("lanner.service", &unit)]);
    let said = Command::new(analyze).args(["verify", "lanner.service"]).current_dir(folder.path()).output().unwrap();
    let complaints = String::from_utf8_lossy(&said.stderr).into_owned();
    // It reads the machine's own units too.
    let ours: Vec<&str> = complaints.lines().filter(|line| line.contains("lanner")).collect();
    assert!(ours.is_empty(), "{complaints}");
}

#[test]
fn the_linter_finds_nothing_in_the_container_file() {
    let Some(hadolint) = tool("hadolint") else { return };
    let said = Command::new(hadolint).arg(project(CONTAINER)).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
}

#[test]
fn both_start_the_server_as_it_wants_to_be_started() {
    let help = run(&project(""), &["serve", "--help"]).out;
    for file in [UNIT, CONTAINER] {
        let text = std::fs::read_to_string(project(file)).unwrap();
        let commands = text.lines().filter(|line| line.contains("\"serve\"") || line.contains("lanner serve"));
        let used = text.split(|c: char| !c.is_ascii_uppercase() && c != '_').filter(|word| word.starts_with("LANNER_"));
        let words = commands.flat_map(|line| line.split([' ', '"', ','])).filter(|word| word.starts_with("--"));
        let all: Vec<&str> = words.chain(used).collect();
        assert!(all.len() > 1, "{file}: {all:?}");
        for word in all {
            assert!(help.contains(word), "{file}: `{word}` is not in {help}");
        }
    }
}

#[test]
fn the_container_file_takes_every_package_of_the_workspace() {
    let text = std::fs::read_to_string(project(CONTAINER)).unwrap();
    let manifest = std::fs::read_to_string(project("Cargo.toml")).unwrap();
    let members = manifest.split("members = [").nth(1).unwrap().split(']').next().unwrap();
    for member in members.lines().filter_map(|line| line.trim().strip_prefix('"')?.split(['"', '/']).next()) {
        let copied = text.lines().any(|line| line == format!("COPY {member} {member}"));
        assert!(copied, "`{member}` is not copied");
    }
}
