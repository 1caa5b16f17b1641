//! What a team decides in `lanner.yaml`, as it shows in a check.

use tests::command::{Said, run};
use tests::folder::Folder;

const FLOW: &str = "\
id: a
namespace: demo
tasks:
  - id: ask
    type: io.kestra.plugin.core.http.Request
    uri: https://example.com
    timeout: PT1M
  - id: call
    type: io.kestra.plugin.core.flow.Subflow
    namespace: other
    flowId: elsewhere
    wait: true
";

fn check(settings: &str) -> Said {
    let folder = Folder::with(&[("a.yaml", FLOW), ("lanner.yaml", settings)]);
    run(folder.path(), &["compile", "--check", ".", "--format", "concise"])
}

#[test]
fn types_and_properties_can_be_forbidden() {
    let said = check("forbidden-types: [io.kestra.plugin.core.http.]\nexternal-flows: [other.*]\n");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("a.yaml:5:11: error[forbidden-type]: `io.kestra.plugin.core.http.Request` must not be used: `lanner.yaml` forbids `io.kestra.plugin.core.http.`\n"), "{}", said.out);
    let said = check("forbidden-properties: [timeout]\n");
    assert!(said.out.contains("a.yaml:7:5: error[forbidden-property]: `timeout` must not be used"), "{}", said.out);
    let said = check("forbidden-properties: [io.kestra.plugin.core.flow.Subflow#wait]\n");
    assert!(said.out.contains("a.yaml:12:5: error[forbidden-property]"), "{}", said.out);
}

#[test]
fn flows_elsewhere_are_believed() {
    let unknown = check("levels: {}\n");
    assert!(unknown.out.contains("subflow-unknown"), "{unknown:?}");
    let said = check("external-flows: [other.*]\n");
    assert!(!said.out.contains("subflow-unknown"), "{said:?}");
}

#[test]
fn secrets_and_keys_that_are_not_there_are_named_with_the_nearest() {
    let flow = "id: a\nnamespace: demo\ntasks:\n  - id: say\n    type: io.kestra.plugin.core.debug.Return\n    format: \"{{ kv('regoin') }} {{ secret('TOKNE') ? 'a' : 'b' }}\"\noutputs:\n  - id: said\n    type: STRING\n    value: \"{{ outputs.say.value }}\"\n";
    let folder = Folder::with(&[("a.yaml", flow), ("lanner.yaml", "kv: [region]\nsecrets: [TOKEN]\n")]);
    let said = run(folder.path(), &["compile", "--check", ".", "--format", "concise"]);
    assert!(said.out.contains("no key `regoin` is in the key-value store; did you mean `region`?"), "{said:?}");
    assert!(said.out.contains("no secret `TOKNE` is configured; did you mean `TOKEN`?"), "{said:?}");
}

#[test]
fn what_the_server_gives_is_not_missed() {
    let flow = "id: a\nnamespace: demo\ntasks:\n  - id: ask\n    type: io.kestra.plugin.core.http.Request\n";
    let folder = Folder::with(&[("a.yaml", flow), ("lanner.yaml", "levels: {}\n")]);
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert!(said.out.contains("missing-required-property"), "{said:?}");
    let given = "plugin-defaults:\n  - type: io.kestra.plugin.core.http\n    values: {uri: https://example.com}\n";
    folder.write("lanner.yaml", given);
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
}

#[test]
fn a_code_that_is_none_is_named_with_the_nearest() {
    let said = check("levels: {subflow-unkown: off}\n");
    assert_eq!(said.code, 2, "{said:?}");
    assert!(
        said.err.contains("`subflow-unkown` is neither a code nor a group of codes; did you mean `subflow-unknown`?"),
        "{}",
        said.err
    );
}

#[test]
fn levels_hold_for_paths_and_folders_build_on_each_other() {
    let folder = Folder::with(&[
        ("a.yaml", FLOW),
        ("old/b.yaml", &FLOW.replace("id: a\n", "id: b\n")),
        ("old/deep/c.yaml", &FLOW.replace("id: a\n", "id: c\n")),
        ("base.yaml", "levels: {subflow-unknown: error}\n"),
        ("lanner.yaml", "extends: base.yaml\noverrides:\n  - paths: [old/**]\n    levels: {subflow-unknown: info}\n"),
        ("old/deep/lanner.yaml", "levels: {subflow-unknown: 'off'}\n"),
    ]);
    let said = run(folder.path(), &["compile", "--check", ".", "--format", "concise"]);
    let found: Vec<&str> = said.out.lines().filter(|line| line.contains("subflow-unknown")).collect();
    assert_eq!(found.len(), 2, "{said:?}");
    assert!(found[0].starts_with("a.yaml:") && found[0].contains(" error["), "{found:?}");
    assert!(found[1].starts_with("old/b.yaml:") && found[1].contains(" info["), "{found:?}");
}

#[test]
fn a_folder_is_extended_by_its_settings_and_a_circle_is_told() {
    let folder = Folder::with(&[
        ("team/lanner.yaml", "levels: {unknown-type: info}\n"),
        ("flows/lanner.yaml", "extends: ../team\n"),
        ("flows/a.yaml", "id: a\nnamespace: demo\ntasks:\n  - id: x\n    type: my.own.Thing\n"),
    ]);
    let check = || run(folder.path(), &["compile", "--check", "flows", "--format", "concise"]);
    let said = check();
    assert!(said.code == 0 && said.out.contains("info[unknown-type]"), "{said:?}");
    for (settings, message, help) in [
        ("extends: ../flows\n", "goes in a circle", "leads there"),
        ("extends: ../gone\n", "cannot read `gone`: there is no such file", "`extends: ../gone` leads there"),
    ] {
        folder.write("team/lanner.yaml", settings);
        let said = check();
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
        assert!(said.err.contains(message) && said.err.contains(help), "{}", said.err);
    }
}

#[test]
fn files_are_included_and_excluded() {
    let folder = Folder::with(&[
        ("flows/a.yaml", FLOW),
        ("flows/drafts/b.yaml", &FLOW.replace("id: a\n", "id: b\n")),
        ("values.yaml", &FLOW.replace("id: a\n", "id: c\n")),
        ("lanner.yaml", "include: [flows/**]\nexclude: ['**/drafts/**']\n"),
    ]);
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert!(said.err.contains("in 1 of 1 file"), "{said:?}");
    assert!(said.out.lines().all(|line| line.starts_with("flows/a.yaml:")), "{said:?}");
    folder.write("lanner.yaml", "include: [other/**]\n");
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert_eq!(said.code, 3, "{said:?}");
}

#[test]
fn the_command_line_wins_over_the_version_of_the_file() {
    let folder = Folder::with(&[("lanner.yaml", "target-version: '1.3'\n")]);
    folder.write(
        "a.yaml",
        "id: a\nnamespace: demo\ntasks:\n  - id: each\n    type: io.kestra.plugin.core.flow.ForEach\n    values: [1]\n    tasks:\n      - id: x\n        type: io.kestra.plugin.core.log.Log\n        message: hello\n",
    );
    let said = run(folder.path(), &["compile", "--check", "."]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = run(folder.path(), &["compile", "--check", ".", "--target-version", "2.0"]);
    assert_eq!(said.code, 1, "{said:?}");
}

#[test]
fn every_setting_is_shown_with_where_it_comes_from() {
    let folder = Folder::with(&[
        ("lanner.yaml", "extends: base.yaml\nsecrets: [TOKEN]\n"),
        ("base.yaml", "# first\ntarget-version: '1.3'\n"),
    ]);
    let said = run(folder.path(), &["config", "--show"]);
    assert_eq!(said.code, 0, "{said:?}");
    for line in
        ["base.yaml:2: target-version: '1.3'", "lanner.yaml:2: secrets: [TOKEN]", "default: levels: as each code says"]
    {
        assert!(said.out.lines().any(|it| it == line), "{line}: {}", said.out);
    }
}

#[test]
fn reasons_can_be_asked_for() {
    let folder = Folder::with(&[
        ("lanner.yaml", "require-reason: true\n"),
        ("a.yaml", &FLOW.replace("flowId: elsewhere", "flowId: elsewhere # lanner: allow(subflow-unknown)")),
    ]);
    let said = run(folder.path(), &["compile", "--check", ".", "--format", "concise"]);
    assert!(said.out.contains("warning[allow-without-reason]"), "{said:?}");
}

#[test]
fn ids_are_written_as_is_decided() {
    let flow = "\
id: a
namespace: demo
inputs:
  - {id: whoAsks, type: STRING}
tasks:
  - {id: say_it, type: io.kestra.plugin.core.log.Log, message: \"{{ inputs.whoAsks }}\"}
  - {id: say, type: io.kestra.plugin.core.log.Log, message: again}
";
    let folder = Folder::with(&[("a.yaml", flow)]);
    let told = |settings: &str| {
        folder.write("lanner.yaml", settings);
        let said = run(folder.path(), &["compile", "--check", ".", "--select", "id-naming"]);
        (said.code, said.out + &said.err)
    };
    assert!(told("").1.starts_with("no findings"), "nobody knows which is meant");
    let (code, out) = told("naming: snake_case");
    let expected = "a.yaml:4:10: warning[id-naming]: `whoAsks` is not in snake_case, as `naming` in `lanner.yaml` asks: \
                    `who_asks`\n1 warning";
    assert!(code == 0 && out.starts_with(expected), "{out}");
    assert!(told("naming: camelCase").1.starts_with("a.yaml:6:10: warning[id-naming]: `say_it` is not in camelCase"));
    assert_eq!(told("naming: kebab-case\nlevels: {id-naming: error}").0, 1);
    let (code, out) = told("naming: SnakeCase");
    assert!(code == 2 && out.contains("`naming` cannot be `SnakeCase`: it is `snake_case` or"), "{out}");
}

#[test]
fn what_only_one_edition_has_is_wrong_in_the_other() {
    let flow = "\
id: a
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: hello
    workerGroup: {key: gpu}
";
    let folder = Folder::with(&[("a.yaml", flow), ("lanner.yaml", "")]);
    let check = || run(folder.path(), &["compile", "--check", ".", "--format", "full"]);
    let said = check();
    assert_eq!(said.code, 1, "{said:?}");
    let message = "`workerGroup` is there in the enterprise edition only; this file is for the open-source edition";
    assert!(said.out.contains(&format!("error[feature-not-in-target-version]: {message}")), "{}", said.out);
    assert!(said.out.contains("`edition` in lanner.yaml says which edition a file is for"), "{}", said.out);
    folder.write("lanner.yaml", "edition: ee");
    let said = check();
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("info[feature-not-in-target-version]: `workerGroup` has no effect"), "{}", said.out);
}

#[test]
fn a_folder_decides_for_itself_and_no_other() {
    let folder = Folder::with(&[("a.yaml", FLOW), ("team/b.yaml", &FLOW.replace("id: a\n", "id: b\n"))]);
    folder.write("lanner.yaml", "external-flows: [other.*]\n");
    folder.write("team/lanner.yaml", "forbidden-properties: [timeout]\ninclude: ['b*']\nkv: [a]\n");
    let said = run(folder.path(), &["compile", "--check", "."]);
    let found: Vec<&str> = said.out.lines().filter_map(|line| line.split_once(": ").map(|(place, _)| place)).collect();
    assert_eq!(found, ["team/b.yaml:7:5"], "{said:?}");
    assert!(said.err.contains("of 2 files"), "{said:?}");
}

#[test]
fn a_file_is_told_the_same_from_everywhere() {
    let folder = Folder::with(&[("a.yaml", FLOW), ("team/new/b.yaml", &FLOW.replace("id: a\n", "id: b\n"))]);
    folder.write("lanner.yaml", "overrides:\n  - {paths: [team/n*/**], levels: {forbidden-property: info}}\n");
    folder.write("team/lanner.yaml", "forbidden-properties: [timeout]\nexternal-flows: [other.*]\n");
    let whole = folder.path().to_string_lossy().into_owned();
    for (here, path, name) in [
        ("", ".", "team/new/b.yaml"),
        ("", "team/new/b.yaml", "team/new/b.yaml"),
        ("team", ".", "new/b.yaml"),
        ("team", "../team/new", "new/b.yaml"),
        ("team/new", "b.yaml", "b.yaml"),
        ("team/new", &whole, "b.yaml"),
    ] {
        let here = folder.path().join(here);
        let said = run(&here, &["compile", "--check", path, "--ignore", "subflow-unknown"]);
        let expected = format!("{name}:7:5: info[forbidden-property]");
        assert!(said.out.starts_with(&expected) && said.out.lines().count() == 1, "{here:?} {path}: {said:?}");
    }
}
