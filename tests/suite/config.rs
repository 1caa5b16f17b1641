//! `lanner config`, and the guide to the settings.

use tests::command::{Said, command, finish, run};
use tests::folder::Folder;
use tests::places::project;

#[test]
fn the_guide_names_every_setting_and_no_other() {
    let said = run(&project(""), &["config", "--keys"]);
    let known: Vec<&str> = said.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let guide = std::fs::read_to_string(project("docs/configuration.md")).unwrap();
    let told: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(told, known);
    assert!(known.len() > 10, "{said:?}");
}

#[test]
fn the_example_of_the_guide_is_understood() {
    let guide = std::fs::read_to_string(project("docs/configuration.md")).unwrap();
    let example = guide.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = Folder::with(&[("lanner.yaml", example)]);
    let said = run(folder.path(), &["config", "--show"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("\nlanner.yaml:2: target-version: \"1.3\"\n"), "{}", said.out);
}

/// The `number`th block of a kind in a guide.
fn block(guide: &str, kind: &str, number: usize) -> String {
    let guide = std::fs::read_to_string(project(guide)).unwrap();
    let block = guide.split(&format!("```{kind}\n")).nth(number).expect("a block");
    block.split("```").next().unwrap().to_owned()
}

#[test]
fn types_of_ones_own_are_checked_as_the_guide_says() {
    let flow = "\
id: main
namespace: demo
tasks:
  - id: greet
    type: com.acme.Greet
    who: Ada
    tone: RUDE
  - id: again
    type: com.acme.Greet
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: \"{{ outputs.greet.txt }}\"
";
    let (settings, types) = (block("docs/types.md", "yaml", 1), block("docs/types.md", "json", 1));
    let folder = Folder::with(&[("lanner.yaml", &settings), ("types/acme.json", &types), ("flow.yaml", flow)]);
    let said = run(folder.path(), &["compile", "--check", "--format", "concise", "flow.yaml"]);
    let codes: Vec<&str> = said.out.split("error[").skip(1).filter_map(|rest| rest.split(']').next()).collect();
    assert_eq!(codes, ["invalid-enum-value", "missing-required-property", "unknown-output-property"], "{said:?}");

    let folder = Folder::with(&[("lanner.yaml", &settings), ("types/acme.json", "{}"), ("flow.yaml", flow)]);
    let said = run(folder.path(), &["compile", "--check", "flow.yaml"]);
    assert!(said.err.contains("`types/acme.json` describes no types: "), "{said:?}");
    assert_ne!(said.code, 0);
}

/// Runs a command in a folder with variables of the process.
fn with(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str]) -> Said {
    let mut command = command(folder.path(), arguments);
    command.envs(variables.iter().copied());
    finish(command)
}

#[test]
fn every_setting_is_a_variable_too_and_says_where_it_comes_from() {
    let folder = Folder::with(&[("lanner.yaml", "url: https://of.file\nglobals: {a: 1}\n")]);
    let variables = [
        ("LANNER_URL", "https://of.environment # not a comment"),
        ("LANNER_TIME_ZONE", "Europe/Berlin"),
        ("LANNER_LEVELS", "{unused-input: off}"),
        ("LANNER_ENCRYPTION_KEY", "AAAAAAAAAAAAAAAAAAAAAA=="),
    ];
    let shown = with(&folder, &variables, &["config", "--show"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    for line in [
        "lanner.yaml:1: url: https://of.file",
        "environment: LANNER_URL: url: \"https://of.environment # not a comment\"",
        "environment: LANNER_TIME_ZONE: time-zone: \"Europe/Berlin\"",
        "environment: LANNER_LEVELS: levels: {unused-input: off}",
        "environment: LANNER_ENCRYPTION_KEY: encryption-key: ******",
        "lanner.yaml:2: globals: {a: 1}",
        "default: retention: for ever",
    ] {
        assert!(shown.out.lines().any(|shown| shown == line), "{line}: {}", shown.out);
    }
    let known = run(&project(""), &["config", "--keys"]);
    for key in known.out.lines().filter_map(|line| line.split_whitespace().next()) {
        let name = format!("LANNER_{}", key.replace('-', "_").to_uppercase());
        let refused = with(&folder, &[(&name, "[[")], &["config", "--show"]);
        let said = format!("{}{}", refused.out, refused.err);
        assert!(refused.code != 0 || said.contains(&format!("environment: {name}: ")), "{name}: {refused:?}");
    }
    let refused = with(&folder, &[("LANNER_TIME_ZONE", "Mars")], &["config", "--show"]);
    assert!(refused.err.contains("`Mars` is no time zone"), "{refused:?}");
    let refused = with(&folder, &[("LANNER_ENCRYPTION_KEY", "hunter22")], &["config", "--show"]);
    assert!(refused.code != 0 && !refused.err.contains("hunter22"), "{refused:?}");
}

#[test]
fn a_setting_that_is_not_known_is_named_with_the_nearest() {
    for (text, near) in [
        ("time-zon: UTC\n", "there is no setting `time-zon`; did you mean `time-zone`?"),
        ("plugin-defaults: [{type: a, vales: {}}]\n", "there is no setting `vales`; did you mean `values`?"),
        ("storage: {type: s3}\n", "`storage` of the type `s3` needs a `bucket`"),
        ("secret-encoding: rot13\n", "`secret-encoding` cannot be `rot13`: it is `base64` or `plain`"),
        ("globals: [a]\n", "`globals` takes keys with values"),
    ] {
        let folder = Folder::with(&[("lanner.yaml", text)]);
        let said = run(folder.path(), &["config", "--show"]);
        assert!(said.code != 0 && said.err.contains(near), "{text}: {said:?}");
    }
}

const WORLD: &str = "\
id: world
namespace: company.team
tasks:
  - {id: seen, type: io.kestra.plugin.core.debug.Return, format: \"{{ envs.region }} {{ globals.colour }} {{ namespace.team }} {{ namespace.site }}\"}
  - {id: zone, type: io.kestra.plugin.core.debug.Return, format: \"{{ '2024-07-01T00:00:00Z' | date(\\\"HH\\\") }}\"}
  - {id: given, type: io.kestra.plugin.core.debug.Return}
  - {id: own, type: io.kestra.plugin.core.debug.Return, format: own}
outputs:
  - {id: seen, type: STRING, value: \"{{ outputs.seen.value }}\"}
  - {id: zone, type: STRING, value: \"{{ outputs.zone.value }}\"}
  - {id: given, type: STRING, value: \"{{ outputs.given.value }}\"}
  - {id: own, type: STRING, value: \"{{ outputs.own.value }}\"}
";

const SETTINGS: &str = "\
envs: {region: eu}
globals: {colour: green}
variables:
  company: {team: data, site: here}
  company.team: {team: nearer}
  other: {team: others}
time-zone: Europe/Berlin
plugin-defaults:
  - type: io.kestra.plugin.core.debug.Return
    namespace: company
    values: {format: \"given to {{ flow.id }}\"}
  - type: io.kestra.plugin.core.debug.Return
    namespace: other
    forced: true
    values: {format: others}
";

#[test]
fn flows_see_what_the_settings_decide() {
    let folder = Folder::with(&[("lanner.yaml", SETTINGS), ("world.yaml", WORLD)]);
    let checked = run(folder.path(), &["compile", "--check", "world.yaml"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let ended = run(folder.path(), &["run", "world.yaml", "--format", "json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let document: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let output = |name: &str| document["outputs"][name].as_str().unwrap_or_default().to_owned();
    assert_eq!(output("seen"), "eu green nearer here");
    assert_eq!(output("zone"), "02");
    assert_eq!((output("given").as_str(), output("own").as_str()), ("given to world", "own"));

    let elsewhere = WORLD.replace("company.team", "other");
    let folder =
        Folder::with(&[("lanner.yaml", SETTINGS), ("world.yaml", &elsewhere.replace(" {{ namespace.site }}", ""))]);
    let ended = run(folder.path(), &["run", "world.yaml", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ended.out).unwrap_or_default();
    assert_eq!(document["outputs"]["own"], "others", "{ended:?}");
}

#[test]
fn a_mistake_in_given_values_is_told_at_the_type_and_never_mended_there() {
    let flow = "id: a\nnamespace: b\ntasks:\n  - id: t\n    type: io.kestra.plugin.core.log.Log\n    message: x\n";
    let settings = "plugin-defaults:\n  - type: io.kestra.plugin.core.log.Log\n    values: {level: INFOO, message: \"{{ nonsense( }}\"}\n";
    let folder = Folder::with(&[("lanner.yaml", settings), ("flow.yaml", flow)]);
    let said = run(folder.path(), &["compile", "--check", "--format", "concise", "flow.yaml"]);
    assert!(said.out.contains("flow.yaml:5:"), "{said:?}");
    let mended = run(folder.path(), &["compile", "--check", "--fix", "flow.yaml"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("flow.yaml")).unwrap(), flow, "{mended:?}");
}
