//! Whatever is declared is registered once, in order, and documented.

use std::path::Path;

use plan::functions::ALL;

#[test]
fn every_declaration_is_registered() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let registry = std::fs::read_to_string(source.join("functions.rs")).expect("the registry");
    for entry in std::fs::read_dir(source.join("functions")).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let module = path.file_stem().and_then(|it| it.to_str()).expect("a name");
        assert!(registry.contains(&format!("\nmod {module};")), "{module} is no module");
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let statics = text
            .lines()
            .filter_map(|line| line.strip_prefix("pub(super) static ")?.strip_suffix(": Function = Function {"));
        for name in statics {
            assert!(registry.contains(&format!("&{module}::{name},")), "{module}::{name} is not registered");
        }
    }
}

#[test]
fn the_registry_is_sorted_and_names_nothing_twice() {
    for pair in ALL.windows(2) {
        let [a, b] = [pair[0], pair[1]].map(|it| (it.form, it.name, it.since));
        assert!(a < b, "{a:?} before {b:?}");
    }
}

#[test]
fn everything_is_documented_and_shown() {
    for function in ALL {
        let name = function.name;
        assert!(function.summary.ends_with('.'), "{name} without a summary");
        assert!(!function.examples.is_empty(), "{name} without an example");
        for parameter in function.parameters {
            assert!(!parameter.doc.is_empty(), "{} of {name} is not documented", parameter.name);
        }
    }
}
