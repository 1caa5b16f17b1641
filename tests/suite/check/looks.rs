//! What people see in a terminal: in full and concise, in colour and without, wide and narrow.

use tests::command::{command, finish};
use tests::folder::Folder;
use tests::places::root;

use super::MISTAKES;

fn drawn(format: &str, settings: &[(&str, &str)]) -> String {
    let folder = Folder::with(&[("flows/mistakes.yaml", MISTAKES)]);
    let mut command = command(folder.path(), &["compile", "--check", ".", "--format", format]);
    command.envs(settings.iter().copied());
    let said = finish(command);
    assert_eq!(said.code, 1, "{said:?}");
    said.out.replace('\x1b', "^")
}

#[test]
fn in_every_light_and_width() {
    let colour = ("CLICOLOR_FORCE", "1");
    for (name, format, settings) in [
        ("full-plain-wide", "full", &[("COLUMNS", "120")][..]),
        ("full-plain-narrow", "full", &[("COLUMNS", "44")]),
        ("full-colour-wide", "full", &[colour, ("COLUMNS", "120")]),
        ("full-colour-narrow", "full", &[colour, ("COLUMNS", "44")]),
        ("concise-plain", "concise", &[]),
        ("concise-colour", "concise", &[colour]),
    ] {
        insta::with_settings!({
            snapshot_path => root().join("snapshots/check"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, drawn(format, settings));
        });
    }
}

#[test]
fn no_colour_wins_over_a_terminal_and_width_is_kept() {
    assert!(!drawn("full", &[("NO_COLOR", "1")]).contains("^["));
    let narrow = drawn("full", &[("COLUMNS", "60")]);
    let source = narrow.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit()));
    let long: Vec<&str> = source.filter(|line| line.chars().count() > 60).collect();
    assert!(long.is_empty(), "{long:#?}");
}
