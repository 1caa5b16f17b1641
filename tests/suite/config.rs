//! `lanner config`, and the guide to the settings.

use tests::command::run;
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
