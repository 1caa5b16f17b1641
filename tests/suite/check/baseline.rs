//! Findings a team lives with: they survive edits, and are told when they are gone.

use tests::command::run;
use tests::folder::Folder;

use super::MISTAKES;

fn folder() -> Folder {
    let folder = Folder::with(&[("flows/a.yaml", MISTAKES)]);
    let said = run(folder.path(), &["compile", "--check", "flows", "--write-baseline", "known.json"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
    folder
}

const CHECK: &[&str] = &["compile", "--check", "flows", "--baseline", "known.json", "--fail-level", "hint"];

#[test]
fn what_is_known_is_left_out_also_after_edits() {
    let folder = folder();
    let said = run(folder.path(), CHECK);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
    let tasks = MISTAKES.find("  - id: hello").unwrap();
    let bye = MISTAKES.find("  - id: bye").unwrap();
    let moved = format!("# Above\n\n{}{}{}", &MISTAKES[..tasks], &MISTAKES[bye..], &MISTAKES[tasks..bye]);
    let moved = moved.replace("namespace: demo\n", "namespace: demo\ndescription: something new\n");
    folder.write("flows/a.yaml", &moved);
    let said = run(folder.path(), CHECK);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
}

#[test]
fn the_same_mistake_once_more_is_new() {
    let folder = folder();
    let more = "  - id: again\n    type: io.kestra.plugin.core.log.Lgo\n";
    folder.write("flows/a.yaml", &format!("{MISTAKES}{more}"));
    let said = run(folder.path(), CHECK);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("flows/a.yaml:17:11: error[unknown-type]"), "{}", said.out);
    assert_eq!(said.out.lines().filter(|line| line.contains("unknown-type")).count(), 1, "{}", said.out);
}

#[test]
fn what_is_gone_is_told_and_goes_from_the_file() {
    let folder = folder();
    folder.write("flows/a.yaml", &MISTAKES.replace("Lgo", "Log"));
    let said = run(folder.path(), CHECK);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("1 finding of known.json is there no more"), "{}", said.err);
    assert!(said.err.contains("--write-baseline known.json"), "{}", said.err);
    let before = folder.read("known.json");
    run(folder.path(), &["compile", "--check", "flows", "--write-baseline", "known.json"]);
    assert!(folder.read("known.json").len() < before.len());
    assert!(!run(folder.path(), CHECK).err.contains("no more"));
}

#[test]
fn files_that_were_not_looked_at_stay_in_it() {
    let folder = folder();
    folder.write("other/b.yaml", &MISTAKES.replace("id: mistakes", "id: others"));
    run(folder.path(), &["compile", "--check", "other", "--write-baseline", "known.json"]);
    let said = run(folder.path(), &["compile", "--check", "flows", "other", "--baseline", "known.json"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
}

#[test]
fn it_holds_wherever_the_command_is_started() {
    let folder = folder();
    let inside = folder.path().join("flows");
    let said = run(&inside, &["compile", "--check", "a.yaml", "--baseline", "../known.json"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
}

#[test]
fn another_file_is_refused_with_what_to_do() {
    let folder = folder();
    for text in ["{}", "{\"version\": 9, \"findings\": []}", "id: a\n"] {
        folder.write("known.json", text);
        let said = run(folder.path(), CHECK);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains("write it anew with `--write-baseline known.json`"), "{}", said.err);
    }
}
