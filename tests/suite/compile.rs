//! `lanner compile` as people and CI start it: what it reads, what it writes, how it ends.

use tests::command::{run, run_with_input};
use tests::folder::Folder;
use tests::places::project;

const GOOD: &str = "\
id: good
namespace: demo
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: Hello
";

const BAD: &str = "\
id: bad
namespace: demo
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: Hello
    message: Bye
";

fn folder() -> Folder {
    let folder = Folder::with(&[("good.yaml", GOOD), ("bad.yaml", BAD)]);
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    folder
}

#[test]
fn exit_codes_are_as_documented() {
    let folder = folder();
    let guide = std::fs::read_to_string(project("docs/check.md")).unwrap();
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix("` |")?.split_once(" | "));
    let mut seen = Vec::new();
    for (code, rest) in rows {
        let Ok(code) = code.parse::<i32>() else { continue };
        let example = rest.rsplit_once("| `lanner ").map(|(_, example)| example).unwrap();
        let arguments: Vec<&str> = example.split(' ').collect();
        let said = run(folder.path(), &arguments);
        assert_eq!(said.code, code, "`lanner {example}` said {said:?}");
        seen.push(code);
    }
    assert_eq!(seen, [0, 1, 2, 3]);
}

#[test]
fn the_guide_names_every_format() {
    let guide = std::fs::read_to_string(project("docs/check.md")).unwrap();
    let said = run(&project(""), &["compile", "--check", "x", "--format", "nothing"]);
    assert_eq!(said.code, 2);
    let known = said.err.split("[possible values: ").nth(1).and_then(|rest| rest.split(']').next());
    for format in known.unwrap_or_else(|| panic!("{}", said.err)).split(", ") {
        assert!(guide.contains(&format!("| `{format}` |")), "docs/check.md does not name `{format}`");
    }
}

#[test]
fn near_misses_are_named() {
    for (arguments, near) in [
        (&["compile", "--chek", "."][..], "--check"),
        (&["complie", "."], "compile"),
        (&["explain", "unkown-type"], "unknown-type"),
        (&["compile", "--check", ".", "--format", "jsn"], "json"),
        (&["completions", "bsh"], "bash"),
        (&["schema", "flwo"], "flow"),
        (&["compile", "--check", ".", "--fix", "unsafe"], "write `--fix=unsafe`"),
    ] {
        let said = run(&project(""), arguments);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(near), "{}", said.err);
    }
}

#[test]
fn what_would_have_no_effect_is_refused() {
    let folder = folder();
    for arguments in [
        &["compile", "--check", ".", "--emit", "json"][..],
        &["compile", ".", "--emit", "json"],
        &["compile", ".", "--emit", "json", "--watch"],
        &["compile", ".", "--emit", "json", "--diff"],
        &["compile", "--check", ".", "-o", "out"],
    ] {
        let said = run(folder.path(), arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}: {said:?}");
        assert!(said.err.contains("--output") || said.err.contains("--emit"), "{}", said.err);
    }
}

#[test]
fn standard_input_has_a_name() {
    let folder = folder();
    let said = run_with_input(folder.path(), &["compile", "--check", "--stdin-filename", "flows/new.yaml", "-"], BAD);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("flows/new.yaml:7:5: error[yaml-duplicate-key]"), "{}", said.out);
}

#[test]
fn the_document_on_standard_output_is_all_there_is() {
    let folder = folder();
    let said = run(folder.path(), &["compile", "--check", ".", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["version"], 1);
    let found = &document["diagnostics"][0];
    let (line, column, byte) = (&found["start"]["line"], &found["start"]["column"], &found["start"]["byte"]);
    assert_eq!((line.as_u64(), column.as_u64(), byte.as_u64()), (Some(7), Some(5), Some(108)));
    assert_eq!((found["code"].as_str(), found["path"].as_str()), (Some("yaml-duplicate-key"), Some("bad.yaml")));
    assert!(said.err.starts_with("1 error in 1 of 2 files"), "{}", said.err);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_checked() {
    let folder = folder();
    std::fs::write(folder.path().join("latin.yaml"), b"id: caf\xe9\n").unwrap();
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("`latin.yaml` is not UTF-8: byte 7 belongs to no character"), "{}", said.err);
    assert!(said.out.contains("bad.yaml:7:5"), "{}", said.out);
}

#[test]
fn a_file_that_is_too_large_is_told_by_every_command() {
    let folder = folder();
    folder.write("large.yaml", &"#".repeat(33 << 20));
    for (command, code) in [("compile", 1), ("run", 2), ("graph", 2)] {
        let said = run(folder.path(), &[command, "large.yaml"]);
        assert_eq!(said.code, code, "{said:?}");
        assert!(said.err.contains("`large.yaml` is too large to be a flow: 34 MB"), "{}", said.err);
    }
}

#[test]
fn settings_decide_for_their_folder() {
    let folder = folder();
    folder.write("lanner.yaml", "levels: {yaml-duplicate-key: warning}\n");
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("warning[yaml-duplicate-key]"), "{}", said.out);
    let said = run(folder.path(), &["compile", "--check", ".", "--fail-level", "warning"]);
    assert_eq!(said.code, 1, "{said:?}");
}

#[test]
fn a_mistake_in_the_settings_is_drawn() {
    let folder = folder();
    folder.write("lanner.yaml", "target-version: '2.0'\nlevles: {}\n");
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("there is no setting `levles`; did you mean `levels`?"), "{}", said.err);
    assert!(said.err.contains("lanner.yaml:2:1"), "{}", said.err);
}

#[test]
fn what_init_writes_has_no_findings() {
    let folder = Folder::empty();
    let said = run(folder.path(), &["init"]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = run(folder.path(), &["compile", "--check", ".", "--fail-level", "hint"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
    let said = run(folder.path(), &["init"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn the_examples_have_no_findings() {
    let said = run(&project(""), &["compile", "--check", "examples", "--fail-level", "hint"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
}
