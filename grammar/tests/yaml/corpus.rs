//! The files that lie beside the project, where they are present.

use std::path::{Path, PathBuf};

/// Every YAML file, with its path; none where the folder is absent, which is reported.
pub(crate) fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found.sort();
    if found.is_empty() {
        assert!(std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", root.display());
        println!("absent: {}", root.display());
    }
    let read = |path: &PathBuf| Some((path.display().to_string(), std::fs::read_to_string(path).ok()?));
    found.iter().filter_map(read).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml") {
            found.push(path);
        }
    }
}
