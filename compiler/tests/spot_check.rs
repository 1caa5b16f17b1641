//! Findings on the published blueprints that nobody listed before, each judged by reading: `tests/spot-check.tsv`.
//!
//! The blueprints lie beside the project; where they are absent the test says so and passes, unless
//! `LANNER_REQUIRE_CORPUS` is set.

use std::path::Path;

use compiler::{Settings, Workspace};

#[test]
fn findings_that_were_judged_are_still_given() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let corpus = project.join("../shared/corpus");
    if !corpus.exists() {
        assert!(std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", corpus.display());
        eprintln!("absent: {}", corpus.display());
        return;
    }
    let mut workspace = Workspace::new(Settings::default());
    for folder in ["blueprints/flows", "blueprints/apps"] {
        for entry in std::fs::read_dir(corpus.join(folder)).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            let name = format!("{folder}/{}", path.file_name().expect("a name").to_string_lossy());
            workspace.set(name, std::fs::read_to_string(&path).expect("a readable file"));
        }
    }
    let mut found = Vec::new();
    for file in workspace.check().files {
        let source = workspace.source(file.file).expect("a file that was checked");
        for finding in &file.diagnostics {
            let line = source.position(finding.primary.place.span.start as usize).line;
            found.push((file.path.to_string(), line, finding.code.name));
        }
    }
    let list = std::fs::read_to_string(project.join("tests/spot-check.tsv")).expect("the list");
    let (mut right, mut lost) = (0, Vec::new());
    for row in list.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [path, line, code, verdict, _] = cells.as_slice() else { panic!("{row}") };
        right += usize::from(*verdict == "right");
        let line: u32 = line.parse().expect("a line");
        if !found.iter().any(|it| it.0 == *path && it.1 == line && it.2 == *code) {
            lost.push(row);
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(right >= 48, "{right} of {} are right", list.lines().count() - 1);
}
