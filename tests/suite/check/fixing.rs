//! `--fix` on everything that is given: it breaks nothing, loses nothing, and has nothing left to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use report::{FileId, Source};
use tests::command::{finish, run};
use tests::folder::Folder;
use tests::machine::{corpus, tool};

use super::MISTAKES;

/// All given flows and apps in a folder, and how many files they are.
fn copied(from: &Path, folder: &Folder) -> usize {
    let mut count = 0;
    let mut open = vec![from.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml")
                && let Ok(text) = fs::read_to_string(&path)
            {
                let name = path.strip_prefix(from).unwrap().to_string_lossy().into_owned();
                folder.write(&name, &text);
                count += 1;
            }
        }
    }
    count
}

/// How many errors each file has.
fn errors(folder: &Path) -> BTreeMap<String, usize> {
    let said = run(folder, &["compile", "--check", ".", "--format", "jsonl", "--exit-zero"]);
    let mut errors = BTreeMap::new();
    for line in said.out.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        if finding["severity"] == "error" {
            *errors.entry(finding["path"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    errors
}

/// The text of every file, by path.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                texts.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

fn comments(text: &str) -> usize {
    grammar::parse(&Source::new(FileId(0), "", text)).tree.comments.len()
}

fn mends_all(arguments: &[&str]) {
    let Some(corpus) = corpus() else { return };
    let folder = Folder::empty();
    assert!(copied(&corpus, &folder) > 100);
    let (before, broken) = (texts(folder.path()), errors(folder.path()));
    let mend = [&["compile", "--check", ".", "--exit-zero", "--statistics"], arguments].concat();
    run(folder.path(), &mend);
    let (after, still_broken) = (texts(folder.path()), errors(folder.path()));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "no file comes or goes");
    let changed = before.iter().filter(|(path, text)| after[*path] != **text).count();
    assert!(changed > 10, "only {changed} files were mended");
    for (path, count) in &still_broken {
        let was = broken.get(path).copied().unwrap_or_default();
        assert!(*count <= was, "{path} had {was} errors and has {count}");
    }
    for (path, text) in &before {
        assert_eq!(comments(text), comments(&after[path]), "comments of {path}");
    }
    let said = run(folder.path(), &mend);
    assert!(said.err.contains("0 findings mended in 0 files"), "{}", said.err);
    assert_eq!(texts(folder.path()), after);
}

#[test]
fn safe_fixes_of_all_given_files_break_nothing() {
    mends_all(&["--fix"]);
}

#[test]
fn unsafe_fixes_of_all_given_files_bring_no_new_error() {
    mends_all(&["--fix=unsafe"]);
}

#[test]
fn what_diff_shows_is_what_git_applies() {
    let Some(git) = tool("git") else { return };
    let name = "flows/with blanks/ü.yaml";
    let folder = Folder::with(&[(name, MISTAKES), ("flows/unix.yaml", MISTAKES.trim_end())]);
    folder.write("flows/dos.yaml", &MISTAKES.replace('\n', "\r\n"));
    let said = run(folder.path(), &["compile", "--check", ".", "--diff"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.ends_with("3 files of 3 would change\n"), "{}", said.err);
    assert_eq!(folder.read(name), MISTAKES, "nothing is written");
    folder.write("mend.patch", &said.out);
    let in_folder = |arguments: &[&str]| {
        let mut command = Command::new(&git);
        command.args(arguments).current_dir(folder.path());
        let said = finish(command);
        assert_eq!(said.code, 0, "git {arguments:?}: {said:?}");
    };
    in_folder(&["init", "--quiet"]);
    in_folder(&["apply", "--whitespace=nowarn", "mend.patch"]);
    let applied = texts(&folder.path().join("flows"));
    let other = Folder::with(&[(name, MISTAKES), ("flows/unix.yaml", MISTAKES.trim_end())]);
    other.write("flows/dos.yaml", &MISTAKES.replace('\n', "\r\n"));
    run(other.path(), &["compile", "--check", ".", "--fix"]);
    assert_eq!(applied, texts(&other.path().join("flows")));
    assert!(applied.values().all(|text| text.contains("io.kestra.plugin.core.log.Log # an old name")), "{applied:?}");
}

#[test]
fn a_fix_that_was_cut_off_is_finished_by_the_next() {
    let folder = Folder::with(&[("a.yaml", MISTAKES), ("b.yaml", "one\n"), (".b.yaml.lanner", "two\n")]);
    // What a process leaves behind that is ended after the first of two files.
    let path = fs::canonicalize(folder.path()).unwrap();
    let entry = |name: &str, hash: &str| serde_json::json!({ "path": path.join(name), "temporary": path.join(format!(".{name}.lanner")), "before": hash });
    let one = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806";
    let journal = serde_json::json!([entry("a.yaml", "gone"), entry("b.yaml", one)]);
    folder.write(".lanner-fix", &journal.to_string());
    let said = run(folder.path(), &["compile", "--check", "a.yaml", "--exit-zero"]);
    assert!(said.err.contains("an earlier `--fix` was cut off"), "{}", said.err);
    assert_eq!(folder.read("b.yaml"), "one\n");
    run(folder.path(), &["compile", "--check", "a.yaml", "--fix", "--exit-zero"]);
    assert_eq!(folder.read("b.yaml"), "two\n");
    let names: Vec<String> = texts(folder.path()).into_keys().collect();
    assert_eq!(names, ["a.yaml", "b.yaml"]);
}

#[test]
fn a_file_with_conflicts_of_a_merge_is_left_alone() {
    let text = format!("<<<<<<< ours\n{MISTAKES}=======\n>>>>>>> theirs\n");
    let folder = Folder::with(&[("a.yaml", &text), ("b.yaml", &MISTAKES.replace("id: mistakes", "id: b"))]);
    let said = run(folder.path(), &["compile", "--check", ".", "--fix", "--exit-zero"]);
    assert_eq!(folder.read("a.yaml"), text, "{}", said.err);
    assert!(!folder.read("b.yaml").contains("io.kestra.core.tasks"), "{}", said.err);
}
