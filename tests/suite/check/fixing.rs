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
    let folder = Folder::with(&[("a.yaml", MISTAKES), ("b.yaml", "one: 1\n"), ("c.yaml", "mine: 1\n")]);
    // What a process leaves behind that is ended after the first of three files, one of which somebody edits then.
    let entry = |name: &str, before: &str, after: &str| {
        serde_json::json!({ "path": name, "before": before, "after": after }).to_string()
    };
    let journal = [
        entry("a.yaml", "gone: 1\n", MISTAKES),
        entry("b.yaml", "one: 1\n", "two: 2\n"),
        entry("c.yaml", "yours: 1\n", "yours: 2\n"),
    ];
    folder.write(".lanner-fix", &journal.join("\n"));
    let said = run(folder.path(), &["compile", "--check", "a.yaml", "--exit-zero"]);
    assert!(said.err.contains("an earlier `--fix` was cut off"), "{}", said.err);
    assert_eq!(folder.read("b.yaml"), "one: 1\n");
    let said = run(folder.path(), &["compile", "--check", "a.yaml", "--fix", "--exit-zero"]);
    assert!(said.err.contains("`c.yaml` has changed meanwhile and is left as it is"), "{}", said.err);
    assert_eq!((folder.read("b.yaml").as_str(), folder.read("c.yaml").as_str()), ("two: 2\n", "mine: 1\n"));
    let names: Vec<String> = texts(folder.path()).into_keys().collect();
    assert_eq!(names, ["a.yaml", "b.yaml", "c.yaml"]);
}

#[test]
fn all_files_are_left_where_one_may_not_be_written() {
    let folder = Folder::with(&[("a.yaml", MISTAKES), ("b.yaml", &MISTAKES.replace("id: mistakes", "id: b"))]);
    // A journal that another process holds: what is at work elsewhere is not disturbed.
    let held = fs::File::create(folder.path().join(".lanner-fix.new")).unwrap();
    rustix::fs::flock(&held, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let said = run(folder.path(), &["compile", "--check", ".", "--fix"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("another `lanner compile --fix` is at work here"), "{}", said.err);
    assert_eq!(folder.read("a.yaml"), MISTAKES);
}

#[test]
fn links_and_rights_of_files_stay() {
    let folder = Folder::with(&[("there/a.yaml", MISTAKES)]);
    let (file, link) = (folder.path().join("there/a.yaml"), folder.path().join("b.yaml"));
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let number = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&file).unwrap());
    let said = run(folder.path(), &["compile", "--check", "b.yaml", "--fix", "--exit-zero"]);
    assert!(said.err.contains("mended in 1 file"), "{}", said.err);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::os::unix::fs::MetadataExt::ino(&fs::metadata(&file).unwrap()), number);
    assert!(!folder.read("there/a.yaml").contains("io.kestra.core.tasks"));
}

#[test]
fn only_what_is_told_is_mended() {
    let folder = Folder::with(&[("a.yaml", MISTAKES)]);
    let said = run(folder.path(), &["compile", "--check", ".", "--fix", "--select", "unknown-input", "--exit-zero"]);
    assert!(said.err.contains("0 findings mended in 0 files"), "{}", said.err);
    assert_eq!(folder.read("a.yaml"), MISTAKES);
    let said =
        run(folder.path(), &["compile", "--check", ".", "--fix", "--select", "deprecated-type-alias", "--exit-zero"]);
    assert!(said.err.contains("1 finding mended in 1 file"), "{}", said.err);
    folder.write("a.yaml", MISTAKES);
    run(folder.path(), &["compile", "--check", ".", "--write-baseline", "known.json"]);
    let said = run(folder.path(), &["compile", "--check", ".", "--fix", "--baseline", "known.json"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
    assert_eq!(folder.read("a.yaml"), MISTAKES, "what is known is left alone");
}

#[test]
fn a_file_with_conflicts_of_a_merge_is_left_alone() {
    let text = format!("<<<<<<< ours\n{MISTAKES}=======\n>>>>>>> theirs\n");
    let folder = Folder::with(&[("a.yaml", &text), ("b.yaml", &MISTAKES.replace("id: mistakes", "id: b"))]);
    let said = run(folder.path(), &["compile", "--check", ".", "--fix", "--exit-zero"]);
    assert_eq!(folder.read("a.yaml"), text, "{}", said.err);
    assert!(!folder.read("b.yaml").contains("io.kestra.core.tasks"), "{}", said.err);
}
