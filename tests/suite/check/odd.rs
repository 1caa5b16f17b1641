//! Files and folders that are not as files usually are.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

use tests::command::{run, run_with_input};
use tests::folder::Folder;

use super::MISTAKES;

const CHECK: &[&str] = &["compile", "--check", "."];

#[test]
fn a_name_that_is_no_text_is_told_and_the_rest_is_checked_and_mended() {
    let folder = Folder::with(&[("a.yaml", MISTAKES)]);
    let odd = folder.path().join(OsStr::from_bytes(b"b\xff.yaml"));
    std::fs::write(&odd, MISTAKES).unwrap();
    let said = run(folder.path(), &[CHECK, &["--fix", "--fail-level", "error"]].concat());
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("cannot look at `b\u{fffd}.yaml`: its name is not UTF-8"), "{}", said.err);
    assert!(said.err.contains("mended in 1 file"), "{}", said.err);
    assert_eq!(std::fs::read_to_string(&odd).unwrap(), MISTAKES);
    // Also where nothing else is wrong.
    std::fs::remove_file(folder.path().join("a.yaml")).unwrap();
    folder.write(
        "good.yaml",
        "id: good\nnamespace: demo\ntasks: [{id: a, type: io.kestra.plugin.core.flow.Sleep, duration: PT1S}]\n",
    );
    let codes = [&[][..], &["--diff"], &["--exit-zero"]].map(|words| run(folder.path(), &[CHECK, words].concat()).code);
    assert_eq!(codes, [1, 1, 0]);
}

#[test]
fn links_that_go_in_circles_are_not_followed() {
    let folder = Folder::with(&[("flows/a.yaml", MISTAKES)]);
    symlink(".", folder.path().join("flows/loop")).unwrap();
    symlink("self.yaml", folder.path().join("flows/self.yaml")).unwrap();
    symlink("nowhere.yaml", folder.path().join("flows/dangling.yaml")).unwrap();
    let said = run(folder.path(), CHECK);
    assert!(said.err.contains("in 1 of 1 file"), "{}", said.err);
    // Who names one is told.
    for name in ["flows/self.yaml", "flows/dangling.yaml"] {
        let said = run(folder.path(), &["compile", "--check", name]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(&format!("cannot read `{name}`")), "{}", said.err);
    }
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let folder = Folder::with(&[("flows/a.yaml", MISTAKES)]);
    let whole = folder.path().join("flows/a.yaml");
    let names = ["flows/a.yaml", "./flows/a.yaml", "flows/../flows/a.yaml", &whole.to_string_lossy(), "flows"];
    let said = run(folder.path(), &[&["compile", "--check"], &names[..]].concat());
    assert!(said.err.contains("in 1 of 1 file"), "{}", said.err);
}

#[test]
fn a_folder_that_is_closed_is_told_and_the_rest_is_checked() {
    let folder = Folder::with(&[("a.yaml", MISTAKES), ("closed/b.yaml", MISTAKES)]);
    let closed = folder.path().join("closed");
    let set = |mode| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(mode)).unwrap();
    set(0o000);
    let is_open = std::fs::read_dir(&closed).is_ok();
    let said = run(folder.path(), CHECK);
    set(0o755);
    if is_open {
        eprintln!("absent: a user who is not let into every folder");
        return;
    }
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("cannot read `closed`: not allowed to read it"), "{}", said.err);
    assert!(said.out.contains("a.yaml:11:11"), "{}", said.out);
}

#[test]
fn ends_of_lines_and_marks_of_order_stay() {
    let dos = MISTAKES.replace('\n', "\r\n");
    let marked = format!("\u{feff}{MISTAKES}");
    let folder = Folder::with(&[("dos.yaml", &dos), ("marked.yaml", &marked)]);
    let said = run(folder.path(), &[CHECK, &["--format", "concise"]].concat());
    for name in ["dos.yaml", "marked.yaml"] {
        assert!(said.out.contains(&format!("{name}:11:11: error[unknown-type]")), "{}", said.out);
    }
    run(folder.path(), &[CHECK, &["--fix"]].concat());
    let mended = |text: &str| text.replace("io.kestra.core.tasks.log.Log", "io.kestra.plugin.core.log.Log");
    assert_eq!(folder.read("dos.yaml"), mended(&dos));
    assert_eq!(folder.read("marked.yaml"), mended(&marked));
}

#[test]
fn standard_input_is_shown_mended_and_not_written() {
    let folder = Folder::with(&[("flows/a.yaml", MISTAKES)]);
    let check = ["compile", "--check", "-", "--stdin-filename", "flows/a.yaml"];
    let said = run_with_input(folder.path(), &[&check[..], &["--diff"]].concat(), MISTAKES);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("--- a/flows/a.yaml\n+++ b/flows/a.yaml\n@@"), "{}", said.out);
    assert_eq!(folder.read("flows/a.yaml"), MISTAKES);
    let said = run_with_input(folder.path(), &[&check[..], &["--fix"]].concat(), MISTAKES);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("standard input cannot be mended; give the file"), "{}", said.err);
}

#[test]
fn a_chosen_baseline_names_only_what_was_chosen() {
    let folder = Folder::with(&[("a.yaml", MISTAKES)]);
    let write = |words: &[&str]| run(folder.path(), &[CHECK, &["--write-baseline", "known.json"], words].concat());
    write(&["--select", "unknown-type"]);
    let known = |code: &str| folder.read("known.json").contains(code);
    assert!(known("unknown-type") && !known("deprecated-type-alias"));
    // What was not chosen this time stays in it.
    write(&["--select", "deprecated-type-alias"]);
    assert!(known("unknown-type") && known("deprecated-type-alias"));
    write(&["--ignore", "unknown-type"]);
    assert!(known("unknown-type") && known("unknown-task-ref"));
}
