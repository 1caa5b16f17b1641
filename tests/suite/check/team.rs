//! What a team's CI takes from here: hooks, the action, the problem matcher.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tests::command::{finish, run};
use tests::folder::Folder;
use tests::machine::tool;
use tests::places::{lanner, project};

use super::MISTAKES;

fn read(path: &str) -> serde_json::Value {
    serde_yaml::from_str(&std::fs::read_to_string(project(path)).unwrap()).unwrap()
}

#[test]
fn pre_commit_runs_the_hooks() {
    let (Some(pre_commit), Some(git)) = (tool("pre-commit"), tool("git")) else { return };
    let folder = Folder::with(&[("flows/bad.yaml", MISTAKES), ("other.yaml", "key: value\n")]);
    let hooks = read(".pre-commit-hooks.yaml");
    let path = lanner().parent().unwrap().to_string_lossy().into_owned();
    let path = format!("{path}:{}", std::env::var("PATH").unwrap_or_default());
    let start = |program: &Path, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(folder.path()).env("PATH", &path).env("HOME", folder.path());
        command.env("PRE_COMMIT_HOME", folder.path().join(".cache")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        finish(command)
    };
    // The hooks as they are, taken from this folder instead of a published version.
    let hooks: Vec<serde_json::Value> = hooks
        .as_array()
        .unwrap()
        .iter()
        .map(|hook| {
            let mut hook = hook.clone();
            let entry = hook["entry"].as_str().unwrap().to_owned();
            hook["entry"] = format!("{}/{entry}", project("").display()).replace("//", "/").into();
            hook["language"] = "system".into();
            hook
        })
        .collect();
    let configuration = serde_json::json!({ "repos": [{ "repo": "local", "hooks": hooks }] });
    folder.write(".pre-commit-config.yaml", &configuration.to_string());
    start(&git, &["init", "--quiet"]);
    start(&git, &["add", "flows", "other.yaml", ".pre-commit-config.yaml"]);
    let said = start(&pre_commit, &["run", "--all-files", "lanner-check"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("flows/bad.yaml:11:11: error[unknown-type]"), "{}", said.out);
    let said = start(&pre_commit, &["run", "--files", "other.yaml", "--", "lanner-check"]);
    let said =
        if said.code == 0 { said } else { start(&pre_commit, &["run", "lanner-check", "--files", "other.yaml"]) };
    assert_eq!(said.code, 0, "{said:?}");
    let said = start(&pre_commit, &["run", "--all-files", "lanner-fix"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("files were modified by this hook"), "{}", said.out);
    assert!(!folder.read("flows/bad.yaml").contains("io.kestra.core.tasks"));
}

#[test]
fn a_hook_of_a_clone_builds_what_is_not_there() {
    let (Some(pre_commit), Some(git)) = (tool("pre-commit"), tool("git")) else { return };
    let (hooks, bin) = (Folder::empty(), Folder::empty());
    for path in [".pre-commit-hooks.yaml", ".ci/lanner"] {
        hooks.write(path, &std::fs::read_to_string(project(path)).unwrap());
        std::fs::set_permissions(hooks.path().join(path), PermissionsExt::from_mode(0o755)).unwrap();
    }
    // In the place of cargo, what it would build.
    let asked = bin.path().join("asked");
    let builds = format!(
        "#!/bin/sh\necho \"$@\" >> {asked}\nroot=$(dirname \"$(echo \"$@\" | sed 's/.*--manifest-path //')\")\n\
         mkdir -p \"$root/target/release\" && cp {lanner} \"$root/target/release/lanner\"\n",
        asked = asked.display(),
        lanner = lanner().display(),
    );
    bin.write("cargo", &builds);
    std::fs::set_permissions(bin.path().join("cargo"), PermissionsExt::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let without = std::env::split_paths(&path).filter(|folder| !folder.join("lanner").exists());
    let folder = Folder::with(&[("flows/bad.yaml", MISTAKES), ("values.yaml", "key: value\n")]);
    let start = |program: &Path, arguments: &[&str], at: &Folder, path: &OsStr| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(at.path()).env("PATH", path).env("HOME", bin.path());
        command.env("PRE_COMMIT_HOME", bin.path().join("cache")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
            command.env(name, "ada@example.com");
        }
        finish(command)
    };
    let with_cargo = std::env::join_paths(std::iter::once(bin.path().to_owned()).chain(without)).unwrap();
    let git = |arguments: &[&str], at: &Folder| {
        let said = start(&git, arguments, at, &with_cargo);
        assert_eq!(said.code, 0, "{said:?}");
        said.out.trim().to_owned()
    };
    git(&["init", "--quiet"], &hooks);
    git(&["add", "."], &hooks);
    git(&["commit", "--quiet", "-m", "hooks"], &hooks);
    let revision = git(&["rev-parse", "HEAD"], &hooks);
    let hook = serde_json::json!({ "id": "lanner-check", "files": "^flows/" });
    let repo = serde_json::json!({ "repo": hooks.path(), "rev": revision, "hooks": [hook] });
    folder.write(".pre-commit-config.yaml", &serde_json::json!({ "repos": [repo] }).to_string());
    git(&["init", "--quiet"], &folder);
    git(&["add", "."], &folder);
    let said = start(&pre_commit, &["run", "--all-files"], &folder, &with_cargo);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("flows/bad.yaml:11:11: error[unknown-type]"), "{}", said.out);
    let asked = std::fs::read_to_string(asked).unwrap();
    assert!(asked.contains("build --quiet --release --locked --package cli"), "{asked}");
    // Without either, it is said what is missing.
    std::fs::remove_file(bin.path().join("cargo")).unwrap();
    let left = std::env::split_paths(&with_cargo).filter(|folder| !folder.join("cargo").exists());
    let without_both = std::env::join_paths(left).unwrap();
    let said = start(&pre_commit, &["run", "--all-files"], &folder, &without_both);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("neither `lanner` nor `cargo` is in the search path"), "{}", said.out);
}

#[test]
fn the_hooks_are_as_pre_commit_wants_them() {
    let Some(pre_commit) = tool("pre-commit") else { return };
    let mut command = Command::new(pre_commit);
    command.args(["validate-manifest", ".pre-commit-hooks.yaml"]).current_dir(project(""));
    let said = finish(command);
    assert_eq!(said.code, 0, "{said:?}");
    for hook in read(".pre-commit-hooks.yaml").as_array().unwrap() {
        let script = hook["entry"].as_str().unwrap().split(' ').next().unwrap().to_owned();
        assert!(project(&script).is_file(), "{script}");
    }
}

#[test]
fn the_action_is_as_github_wants_it() {
    let Some(program) = tool("check-jsonschema") else { return };
    let mut command = Command::new(program);
    command.args(["--builtin-schema", "vendor.github-actions", ".ci/action/action.yml"]).current_dir(project(""));
    let said = finish(command);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn the_action_does_what_it_says() {
    let action = read(".ci/action/action.yml");
    let step = &action["runs"]["steps"][0];
    let folder = Folder::with(&[("flows/bad.yaml", MISTAKES)]);
    let mut command = Command::new("bash");
    command.args(["-c", step["run"].as_str().unwrap()]).current_dir(folder.path());
    command.envs([("LANNER", &*lanner().to_string_lossy()), ("PATHS", "flows"), ("SARIF", "out.sarif")]);
    command.env("ARGUMENTS", "--fail-level warning");
    let said = finish(command);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("::error title=unknown-type,file=flows/bad.yaml,line=11"), "{}", said.out);
    let sarif: serde_json::Value = serde_json::from_str(&folder.read("out.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let inputs: Vec<&String> = action["inputs"].as_object().unwrap().keys().collect();
    let guide = std::fs::read_to_string(project("docs/ci.md")).unwrap();
    for input in inputs {
        assert!(guide.contains(&format!("| `{input}` |")), "docs/ci.md does not name `{input}`");
        assert!(
            step["env"].as_object().unwrap().values().any(|it| it.as_str().unwrap().contains(input.as_str())),
            "{input}"
        );
    }
}

#[test]
fn the_problem_matcher_reads_every_concise_line() {
    let Some(python) = tool("python3") else { return };
    let folder = Folder::with(&[("flows/bad.yaml", MISTAKES)]);
    let said = run(folder.path(), &["compile", "--check", ".", "--format", "concise"]);
    folder.write("concise.txt", &said.out);
    let script = "import json, re, sys\n\
                  pattern = json.load(open(sys.argv[1]))['problemMatcher'][0]['pattern'][0]\n\
                  lines = open(sys.argv[2], encoding='utf-8').read().splitlines()\n\
                  found = [re.match(pattern['regexp'], line) for line in lines]\n\
                  assert lines and all(found), lines\n\
                  first = found[0]\n\
                  print(first[pattern['file']], first[pattern['line']], first[pattern['severity']], first[pattern['code']])\n";
    let mut command = Command::new(python);
    command.args(["-c", script]).arg(project(".ci/problem-matcher.json")).arg("concise.txt").current_dir(folder.path());
    let read = finish(command);
    assert_eq!(read.code, 0, "{read:?}");
    assert!(read.out.starts_with("flows/bad.yaml 5 "), "{}", read.out);
}
