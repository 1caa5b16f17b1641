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
