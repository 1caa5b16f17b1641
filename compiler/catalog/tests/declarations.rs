//! What holds of everything declared here.

use std::collections::HashSet;
use std::path::Path;

use catalog::{Catalog, Declaration, Kind};

/// A file that is forgotten in its list would be missing from the catalogue.
#[test]
fn every_file_declares_one_type() {
    let folders = ["apps", "blocks", "conditions", "controls", "inputs", "tasks", "triggers"];
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(source.join(folder)).expect("a folder"));
    assert_eq!(Catalog::declared().count(), files.count());
}

#[test]
fn every_declaration_is_explained_and_shown() {
    for declaration in Catalog::declared() {
        let name = declaration.name;
        assert!(
            !declaration.summary.is_empty() && !declaration.summary.ends_with('.'),
            "{name}: {}",
            declaration.summary
        );
        assert!(declaration.summary.len() < 120, "{name}: {}", declaration.summary);
        let example = example(declaration).unwrap_or_else(|| panic!("{name} has no example"));
        let shown = match declaration.kind {
            Kind::Input => format!("type: {name}\n"),
            _ => format!("type: {name}"),
        };
        assert!(example.contains(&shown), "{name} does not occur in its example");
        for field in declaration.properties {
            assert!(field.doc.ends_with('.') || field.doc.ends_with('`'), "{name}.{}: {}", field.name, field.doc);
        }
    }
}

#[test]
fn no_name_is_taken_twice() {
    let mut names = HashSet::new();
    for declaration in Catalog::declared() {
        let aliases = declaration.aliases.iter().map(|alias| alias.text);
        for name in aliases.chain([declaration.name]) {
            assert!(names.insert(name), "{name} is declared twice");
        }
    }
}

/// The YAML of a declaration's documentation.
fn example(declaration: &Declaration) -> Option<&'static str> {
    let (_, rest) = declaration.doc.split_once("```yaml\n")?;
    rest.split_once("```").map(|(example, _)| example)
}
